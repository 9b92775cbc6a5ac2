// Log sources of Sigma rules.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckRule(const LintRule& rule, LintReporter& reporter) {
  if (rule.form != LintRule::Form::kSigma || rule.document->Find("correlation")) return;
  const yaml::Node* source = rule.document->Find("logsource");
  const Span span = source ? source->span : rule.document->span;
  for (const char* key : {"category", "product", "service"}) {
    if (source && !source->TextOf(key).empty()) return;
  }
  reporter.Report({span.start, span.start, span.source},
                  source ? "the log source names nothing" : "the rule has no `logsource`");
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSigmaLogsource) = {
    .id = "sigma-logsource",
    .name = "rule for no log",
    .severity = Severity::kError,
    .languages = kLintSigma,
    .doc = "The rule has no `logsource`, or one without category, product and service.",
    .rationale = "No back-end knows what to run it on.",
    .bad =
        "title: X\n"
        "detection: {sel: {Image: x}, condition: sel}",
    .good =
        "logsource:\n"
        "  category: process_creation\n"
        "  product: windows",
    .rule = CheckRule,
};

}  // namespace quarry

// Regular expressions that have no literal, alone.
#include "functions/text/required_literals.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {

bool HasLiteral(const TextTest& test) {
  for (const TextValue& value : test.values) {
    if (test.kind == TextTest::Kind::kRegex
            ? RequiredByRegex(value.text, test.ignore_case).kind == LiteralFilter::Kind::kAny
            : value.text.size() < 3)
      return false;
  }
  return true;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.parsed || query.frequency) return;
  const TextTest* regex = nullptr;
  for (const TextTest& test : query.tests) {
    if (!test.filters || test.negated) continue;
    if (HasLiteral(test)) return;
    // Named groups read parts of the text: that is no filter.
    for (const TextValue& value : test.values) {
      if (value.text.find("(?<") != std::string::npos || value.text.find("(?P<") != std::string::npos) return;
    }
    if (test.kind == TextTest::Kind::kRegex && !regex) regex = &test;
  }
  if (!regex || !query.tables.empty() == (query.lang == Lang::kCql)) return;
  for (const KqlNode& node : query.kql_nodes) {
    const bool limits =
        node.expr->kind == kql::Expr::Kind::kCall && (node.expr->text == "ago" || node.expr->text == "now");
    const bool compares = node.expr->kind == kql::Expr::Kind::kBinary && node.place.filters && node.expr->text == "==";
    if (limits || compares) return;
  }
  LintFinding& finding = reporter.Report(regex->span, "every event is tried against the regular expression");
  finding.label = "no text of it can be looked up first";
}

}  // namespace

QUARRY_DEFINE(LintCheck, kNoPrefilter) = {
    .id = "no-prefilter",
    .name = "regular expression over every event",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql,
    .doc =
        "The query filters by a regular expression, and no text that every match contains can be looked "
        "up before it: no other filter, no literal of the expression, no limit on time.",
    .rationale = "Every event is read, decoded and tried.",
    .bad = "DeviceProcessEvents | where ProcessCommandLine matches regex @\"[a-z]{20,}\"",
    .good =
        "DeviceProcessEvents | where ProcessCommandLine has \"-enc\" | where ProcessCommandLine matches "
        "regex @\"[a-z]{20,}\"",
    .query = CheckQuery,
};

}  // namespace quarry

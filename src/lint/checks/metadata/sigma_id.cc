// UUIDs of Sigma rules.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckRule(const LintRule& rule, LintReporter& reporter) {
  if (rule.form != LintRule::Form::kSigma) return;
  const yaml::Node* id = rule.document->Find("id");
  if (!id || !id->is_scalar()) return;
  const std::string_view text = id->text;
  bool valid = text.size() == 36;
  for (size_t i = 0; valid && i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = AsciiLower(text[i]);
    valid = dash ? c == '-' : IsAsciiDigit(c) || (c >= 'a' && c <= 'f');
  }
  if (!valid) reporter.Report(id->span, "`" + id->text + "` is no UUID");
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSigmaId) = {
    .id = "sigma-id",
    .name = "id that is no UUID",
    .severity = Severity::kError,
    .languages = kLintSigma,
    .doc = "The `id` of a Sigma rule is not a UUID.",
    .rationale = "Rules are referred to, related and suppressed by their id; tools refuse others.",
    .bad = "id: my-rule-1",
    .good = "id: 0d7d3f2c-8a35-4c1e-9d70-2f1a4c6b9e11",
    .rule = CheckRule,
};

}  // namespace quarry

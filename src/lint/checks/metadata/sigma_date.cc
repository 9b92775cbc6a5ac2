// Form of dates.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckRule(const LintRule& rule, LintReporter& reporter) {
  if (rule.form != LintRule::Form::kSigma) return;
  for (const char* key : {"date", "modified"}) {
    const yaml::Node* date = rule.document->Find(key);
    if (!date || !date->is_scalar()) continue;
    const std::string& text = date->text;
    bool digits = text.size() == 10;
    for (size_t i = 0; digits && i < text.size(); ++i)
      digits = i == 4 || i == 7 ? text[i] == '-' || text[i] == '/' : IsAsciiDigit(text[i]);
    if (digits && text[4] == '-' && text[7] == '-') continue;
    LintFinding& finding = reporter.Report(date->span, "`" + text + "` is no date of the form YYYY-MM-DD");
    if (digits && text[4] == '/' && text[7] == '/' && !date->quoted)
      finding.fixes.push_back({date->span, text.substr(0, 4) + "-" + text.substr(5, 2) + "-" + text.substr(8)});
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSigmaDate) = {
    .id = "sigma-date",
    .name = "date of unknown form",
    .severity = Severity::kWarning,
    .languages = kLintSigma,
    .doc = "A date that is not written `YYYY-MM-DD`.",
    .rationale = "The older form with slashes was given up by version 2 of the specification.",
    .bad = "date: 2024/05/01",
    .good = "date: 2024-05-01",
    .fix = "writes dashes for slashes",
    .rule = CheckRule,
};

}  // namespace quarry

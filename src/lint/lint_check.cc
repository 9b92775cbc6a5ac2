// The registry's look-ups and the reporter that checks write to.
#include "lint/lint_check.h"

namespace quarry {

LintFinding& LintReporter::Report(Span span, std::string message) {
  LintFinding& finding = out_.emplace_back();
  finding.check = &check_;
  finding.severity = check_.severity;
  finding.span = span;
  finding.message = std::move(message);
  return finding;
}

LintFinding& LintReporter::Report(const Diagnostic& diagnostic) {
  LintFinding& finding = Report(diagnostic.span, diagnostic.message);
  finding.label = diagnostic.label;
  finding.platform_verdict = diagnostic.platform_verdict;
  finding.hints = diagnostic.hints;
  finding.fixes = diagnostic.fixes;
  return finding;
}

const LintCheck* FindLintCheck(std::string_view id) {
  for (const LintCheck* check : AllLintChecks()) {
    if (check->id == id) return check;
  }
  return nullptr;
}

std::string_view SeverityText(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

}  // namespace quarry

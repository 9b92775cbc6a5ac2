// Errors of parser and binder, as lint reports them.
#include "lint/lint_query.h"

namespace quarry {
namespace {

// An item that is refused leaves its mapping empty, which is said as well.
bool IsCascade(const Diagnostic& diagnostic, const DiagnosticList& all) {
  if (!diagnostic.message.ends_with("holds an empty mapping")) return false;
  for (const Diagnostic& other : all.items()) {
    if (&other != &diagnostic && other.span.start >= diagnostic.span.start && other.span.end <= diagnostic.span.end)
      return true;
  }
  return false;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    const bool rule = diagnostic.code == Code::Q0501 || diagnostic.message.starts_with("no search identifier");
    if (rule && !IsCascade(diagnostic, *query.diagnostics)) reporter.Report(diagnostic);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kInvalidRule) = {
    .id = "invalid-rule",
    .name = "rule that breaks its format",
    .severity = Severity::kError,
    .languages = kLintSigma,
    .doc =
        "A Sigma rule that its specification does not allow: an unknown modifier, status or level, a "
        "condition over a selection that does not exist, `1 of` over nothing, an empty list.",
    .rationale = "Converters skip such a rule, often without a word.",
    .bad =
        "detection:\n"
        "  sel:\n"
        "    Image|endwith: x\n"
        "  condition: sel",
    .good =
        "detection:\n"
        "  sel:\n"
        "    Image|endswith: x\n"
        "  condition: sel",
    .query = CheckQuery,
};

}  // namespace quarry

// Errors of parser and binder, as lint reports them.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    if (diagnostic.code == Code::Q0301) reporter.Report(diagnostic);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnsupported) = {
    .id = "unsupported",
    .name = "construct that Quarry does not run",
    .severity = Severity::kNote,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "The platform accepts the construct and Quarry does not, so that the query is not checked behind "
        "it.",
    .rationale = "The finding is about Quarry, not about the query.",
    .bad = "T | facet by A",
    .good = "T | summarize count() by A",
    .query = CheckQuery,
};

}  // namespace quarry

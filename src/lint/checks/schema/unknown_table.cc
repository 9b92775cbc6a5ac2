// Errors of parser and binder, as lint reports them.
#include "lint/lint_query.h"
#include "lint/misspelling.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    if (diagnostic.code == Code::Q0201 && !IsMisspelling(diagnostic)) reporter.Report(diagnostic);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnknownTable) = {
    .id = "unknown-table",
    .name = "table without a known schema",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc =
        "The schemas know no table of this name, so that its columns are not checked: a custom log, a "
        "function of the workspace, or a mistake.",
    .rationale = "What cannot be checked should be known to be unchecked.",
    .bad = "MyCustomLog | where Message has \"x\"",
    .good = "Syslog | where SyslogMessage has \"x\"",
    .query = CheckQuery,
};

}  // namespace quarry

// Errors of parser and binder, as lint reports them.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    if (diagnostic.code >= Code::Q0204 && diagnostic.code <= Code::Q0209 && diagnostic.severity == Severity::kError)
      reporter.Report(diagnostic);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kWrongType) = {
    .id = "wrong-type",
    .name = "wrong type or argument",
    .severity = Severity::kError,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "An operator or function is given values that it does not accept: of another type, too many, too "
        "few, or not constant.",
    .rationale = "The platform refuses the query.",
    .bad = "DeviceEvents | where Timestamp == \"yesterday\" + 1",
    .good = "DeviceEvents | where Timestamp > ago(1d)",
    .query = CheckQuery,
};

}  // namespace quarry

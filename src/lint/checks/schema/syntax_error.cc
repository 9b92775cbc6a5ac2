// Errors of parser and binder, as lint reports them.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    // A condition over what is not there is a rule that breaks its format.
    if (CodeName(diagnostic.code).starts_with("Q01") && !diagnostic.message.starts_with("no search identifier"))
      reporter.Report(diagnostic);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSyntaxError) = {
    .id = "syntax-error",
    .name = "syntax error",
    .severity = Severity::kError,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc = "The text does not follow the grammar of its language.",
    .rationale = "Nothing of a text that cannot be read is checked any further.",
    .bad = "DeviceEvents | wher ActionType == \"x\"",
    .good = "DeviceEvents | where ActionType == \"x\"",
    .query = CheckQuery,
};

}  // namespace quarry

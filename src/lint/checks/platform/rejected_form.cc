// Errors of parser and binder, as lint reports them.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    if (diagnostic.code == Code::Q0401 && !diagnostic.message.starts_with("no column")) reporter.Report(diagnostic);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kRejectedForm) = {
    .id = "rejected-form",
    .name = "form that the platform refuses",
    .severity = Severity::kError,
    .languages = kLintKql | kLintCql,
    .doc =
        "A form that is found in published queries and that the platform refuses: `regex(negate=true)`, "
        "`match()` with a regular expression, `case()` as a function, `if()` without `then=` and `else=`,"
        " sides of a join in the wrong order.",
    .rationale = "Quarry runs it, since its meaning is beyond doubt; the platform does not.",
    .bad = "| regex(field=Image, regex=\"x\", negate=true)",
    .good = "| !regex(\"x\", field=Image)",
    .fix = "writes the form that the platform accepts",
    .query = CheckQuery,
};

}  // namespace quarry

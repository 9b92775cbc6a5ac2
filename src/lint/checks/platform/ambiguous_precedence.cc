// Errors of parser and binder, as lint reports them.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const Diagnostic& diagnostic : query.diagnostics->items()) {
    if (diagnostic.code == Code::Q0403) reporter.Report(diagnostic);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kAmbiguousPrecedence) = {
    .id = "ambiguous-precedence",
    .name = "mixed `and` and `or` without parentheses",
    .severity = Severity::kWarning,
    .languages = kLintCql,
    .doc = "In LogScale `or` binds tighter than `and`, the other way round than in most languages.",
    .rationale = "Filters of this form often find something else than their author meant.",
    .bad = "a=1 and b=2 or c=3",
    .good = "a=1 and (b=2 or c=3)",
    .query = CheckQuery,
};

}  // namespace quarry

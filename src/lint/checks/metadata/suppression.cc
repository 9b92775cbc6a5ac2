// Found while suppressions are applied (lint/suppressions.cc), when all other checks have spoken.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  (void)query;
  (void)reporter;
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSuppressionComment) = {
    .id = "suppression",
    .name = "suppression that is wrong or useless",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma | kLintPackage,
    .doc =
        "A `quarry-lint:` comment that gives no reason, names no check or one that does not exist, or "
        "switches off what finds nothing there.",
    .rationale = "A suppression outlives what it was for, and hides the next mistake.",
    .bad = "// quarry-lint: disable=substring-host",
    .good = "// quarry-lint: disable=substring-host the vendor owns every name below it",
    .query = CheckQuery,
};

}  // namespace quarry

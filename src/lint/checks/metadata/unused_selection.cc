// Selections without effect.
#include "lint/lint_query.h"

namespace quarry {
namespace {
void Mark(const sigma::Condition& condition, std::vector<bool>& used) {
  if (condition.kind == sigma::Condition::Kind::kIdentifier && condition.detection < used.size())
    used[condition.detection] = true;
  for (const sigma::Condition& operand : condition.operands) Mark(operand, used);
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.sigma) return;
  std::vector<bool> used(query.sigma->detections.size());
  Mark(query.sigma->condition, used);
  for (size_t i = 0; i < used.size(); ++i) {
    if (!used[i])
      reporter.Report(query.sigma->detections[i].span,
                      "the condition does not use `" + query.sigma->detections[i].name + "`");
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnusedSelection) = {
    .id = "unused-selection",
    .name = "selection that the condition does not use",
    .severity = Severity::kWarning,
    .languages = kLintSigma,
    .doc = "A search identifier below `detection` that the condition does not name.",
    .rationale = "What it was meant to find or to leave out is not.",
    .bad =
        "detection:\n"
        "  sel: {Image: x}\n"
        "  filter: {User: y}\n"
        "  condition: sel",
    .good =
        "detection:\n"
        "  sel: {Image: x}\n"
        "  filter: {User: y}\n"
        "  condition: sel and not filter",
    .query = CheckQuery,
};

}  // namespace quarry

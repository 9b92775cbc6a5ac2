// Joins by ComputerName and a process id.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const CqlNode& node : query.cql_calls) {
    if (!EqualsIgnoreAsciiCase(node.call->name, "join") && !EqualsIgnoreAsciiCase(node.call->name, "selfJoinFilter"))
      continue;
    for (const cql::Argument& argument : node.call->args) {
      if (!argument.value || argument.value->kind != cql::Expr::Kind::kArray) continue;
      bool process = false;
      const cql::Expr* name = nullptr;
      for (const cql::Expr* key : argument.value->operands) {
        process |= key->text.ends_with("ProcessId");
        if (key->text == "ComputerName") name = key;
      }
      if (!process || !name) continue;
      reporter.Report(name->span, "process ids are unique for `aid`, not for `ComputerName`").label = "join by `aid`";
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kHostNameJoin) = {
    .id = "host-name-join",
    .name = "hosts joined by their name",
    .severity = Severity::kWarning,
    .languages = kLintCql,
    .doc =
        "Events are joined by a process id and `ComputerName`. Process ids of Falcon are unique for a "
        "sensor, `aid`.",
    .rationale =
        "Names of computers are reused, changed and shared by images; two sensors of one name mix their "
        "processes, and a renamed host loses its own.",
    .bad =
        "| join({#event_simpleName=ProcessRollup2}, field=[ComputerName, ContextProcessId], "
        "key=[ComputerName, TargetProcessId])",
    .good =
        "| join({#event_simpleName=ProcessRollup2}, field=[aid, ContextProcessId], key=[aid, "
        "TargetProcessId])",
    .query = CheckQuery,
};

}  // namespace quarry

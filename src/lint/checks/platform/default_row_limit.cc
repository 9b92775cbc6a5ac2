// table() without a limit before sort().
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.cql) return;
  const cql::Call* table = nullptr;
  for (const cql::Stage& stage : query.cql->stages) {
    if (stage.kind != cql::Stage::Kind::kCall || !stage.call) continue;
    const bool is_table = EqualsIgnoreAsciiCase(stage.call->name, "table");
    if (is_table) {
      table = stage.call;
      for (const cql::Argument& argument : stage.call->args) {
        if (EqualsIgnoreAsciiCase(argument.name, "limit")) table = nullptr;
      }
    } else if (table && EqualsIgnoreAsciiCase(stage.call->name, "sort")) {
      LintFinding& finding = reporter.Report(table->name_span, "`table()` keeps 200 rows before `sort()` orders them");
      finding.label = "no `limit` is given";
      finding.hints.emplace_back("`table([...], limit=20000, sortby=FIELD, order=desc)` sorts before it cuts");
      table = nullptr;
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kDefaultRowLimit) = {
    .id = "default-row-limit",
    .name = "rows cut before they are sorted",
    .severity = Severity::kWarning,
    .languages = kLintCql,
    .doc =
        "`table()` keeps 200 rows unless `limit=` says otherwise, and a `sort()` behind it sorts only "
        "those.",
    .rationale = "With more events than that, the result holds the newest 200 of them and looks complete.",
    .bad = "| table([aid, name]) | sort(name)",
    .good = "| table([aid, name], limit=20000, sortby=name)",
    .query = CheckQuery,
};

}  // namespace quarry

// project-away: all columns but the listed ones.
#include <algorithm>

#include "bind/kql/column_patterns.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::optional<std::vector<ColumnId>> away = MatchColumns(binder, op.args, input);
  if (!away) return Failure{};
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : input->output)
    if (std::find(away->begin(), away->end(), column.id) == away->end())
      columns.push_back({column.id, column.name, binder.Column(column, op.span)});
  if (columns.empty()) {
    binder.Report(Code::Q0209, op.span, "`project-away` would leave no column").label = "every column is dropped";
    return Failure{};
  }
  return MakeProject(input, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kProjectAwayOperator) = {
    .name = "project-away",
    .syntax = "T | project-away ColumnNameOrPattern, ...",
    .doc = "Drops the listed columns; `*` in a name stands for any text. A pattern that matches nothing drops nothing.",
    .example = "T | project-away TenantId, Temp*",
    .bind = Bind,
};

}  // namespace quarry

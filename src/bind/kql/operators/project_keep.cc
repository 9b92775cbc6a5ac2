// project-keep: the listed columns, in the order they come in.
#include <algorithm>

#include "bind/kql/column_patterns.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::optional<std::vector<ColumnId>> keep = MatchColumns(binder, op.args, input);
  if (!keep) return Failure{};
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : input->output)
    if (std::find(keep->begin(), keep->end(), column.id) != keep->end())
      columns.push_back({column.id, column.name, binder.Column(column, op.span)});
  if (columns.empty()) {
    binder.Report(Code::Q0209, op.span, "`project-keep` would leave no column").label = "no column matches";
    return Failure{};
  }
  return MakeProject(input, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kProjectKeepOperator) = {
    .name = "project-keep",
    .syntax = "T | project-keep ColumnNameOrPattern, ...",
    .doc =
        "Keeps the listed columns and drops the rest; the order of the columns stays. `*` in a name stands for any "
        "text.",
    .example = "T | project-keep Timestamp, Device*",
    .bind = Bind,
};

}  // namespace quarry

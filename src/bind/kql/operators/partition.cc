// partition: a subquery over the rows of each key.
#include "bind/kql/grouped_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const kql::Clause* body = op.FindClause("operators");
  if (body == nullptr) {
    binder.Unsupported(op.span, "`partition` with a query in braces", "write the operators in parentheses");
    return Failure{};
  }
  const OutputColumn* found = binder.BindColumn(*op.args[0], input);
  if (found == nullptr) return Failure{};
  const OutputColumn key = *found;
  RelPtr result = binder.BindOperators(body->items[0]->operators, input);
  if (!result) return Failure{};
  std::vector<OutputColumn> shown = result->output;
  RelPtr grouped = GroupedBy(binder, result, input, key, op.span);
  if (!grouped) return Failure{};
  if (grouped->output.size() == shown.size()) return grouped;
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : shown) columns.push_back({column.id, column.name, binder.Column(column, {})});
  return MakeProject(grouped, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kPartitionOperator) = {
    .name = "partition",
    .syntax = "T | partition [hint.strategy=Strategy] by Key (Subquery)",
    .doc = "Runs the subquery on the rows of each value of the key alone, and unites the results.",
    .example = "T | partition by DeviceName (top 3 by Timestamp)",
    .bind = Bind,
};

}  // namespace quarry

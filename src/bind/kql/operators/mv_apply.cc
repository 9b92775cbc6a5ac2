// mv-apply: a subquery over the elements of each row.
#include <algorithm>

#include "bind/kql/expand_rows.h"
#include "bind/kql/grouped_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const kql::Clause* body = op.FindClause("on");
  if (body == nullptr) return Failure{};
  if (const kql::Clause* id = op.FindClause("id")) {
    binder.Unsupported(id->span, "`id` in mv-apply");
    return Failure{};
  }
  const FunctionDef* row_number = FindSpelled(Lang::kKql, "row_number", FunctionKind::kWindow);
  if (row_number == nullptr) {
    binder.Unsupported(op.name_span, "`mv-apply`");
    return Failure{};
  }
  WindowCall number;
  number.id = binder.NextId();
  number.name = "$row";
  number.type = Type::kLong;
  number.function = row_number;
  number.span = op.name_span;
  const OutputColumn row{number.id, number.name, Type::kLong};
  RelPtr numbered = MakeWindow(input, {number}, {}, {}, op.span);
  std::optional<ExpandedRows> expanded = ExpandRows(binder, op, numbered);
  if (!expanded) return Failure{};
  RelPtr result = binder.BindOperators(body->items[0]->operators, expanded->rows);
  if (!result) return Failure{};
  std::vector<OutputColumn> result_columns = result->output;
  result = GroupedBy(binder, result, expanded->rows, row, op.span);
  if (!result) return Failure{};
  // The rows' own columns come from the rows; the subquery adds what is new.
  auto is_own = [&](ColumnId id) { return FindOutput(*numbered, id) != nullptr; };
  std::vector<NamedExpr> added;
  ColumnId key = binder.NextId();
  added.push_back({key, "$key", binder.Column(row, {})});
  for (const OutputColumn& column : result_columns)
    if (!is_own(column.id)) added.push_back({column.id, column.name, binder.Column(column, {})});
  std::vector<OutputColumn> shown;
  KqlNames names;
  for (const OutputColumn& column : input->output) {
    bool replaced =
        std::find(expanded->replaced.begin(), expanded->replaced.end(), column.id) != expanded->replaced.end();
    if (!replaced && names.Take(column.name)) shown.push_back(column);
  }
  for (size_t i = 1; i < added.size(); i++)
    shown.push_back({added[i].id, names.Unique(added[i].name), added[i].expr->type});
  RelPtr joined = MakeJoin(JoinKind::kInner, numbered, MakeProject(result, std::move(added), op.span),
                           {{binder.Column(row, {}), MakeColumn(key, Type::kLong)}}, nullptr, op.span);
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : shown) columns.push_back({column.id, column.name, binder.Column(column, {})});
  return MakeProject(joined, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kMvApplyOperator) = {
    .name = "mv-apply",
    .syntax =
        "T | mv-apply [kind=bag|array] [with_itemindex=Index] [Name =] Array [to typeof(Type)], ... [limit Rows] on "
        "(Subquery)",
    .doc =
        "Expands the arrays of each row as `mv-expand` does, runs the subquery on the elements of that row alone, and "
        "adds its results to the row. A row for which the subquery gives nothing is dropped.",
    .example = "T | mv-apply Address = Addresses to typeof(string) on (where Address startswith \"10.\" | take 1)",
    .bind = Bind,
};

}  // namespace quarry

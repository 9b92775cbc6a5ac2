// project: exactly the columns that are listed.
#include <set>
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

std::string_view NameOf(const Rel& rows, ColumnId id) {
  const OutputColumn* column = FindOutput(rows, id);
  return column == nullptr ? std::string_view() : std::string_view(column->name);
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::vector<KqlBinder::Item> items;
  if (!binder.BindItems(op.args, &input, &items)) return Failure{};
  KqlNames names;
  std::set<ColumnId> used;
  std::vector<NamedExpr> columns;
  bool ok = true;
  for (KqlBinder::Item& item : items) {
    std::string name = item.name;
    if (item.named)
      ok = binder.TakeName(names, name, item.span) && ok;
    else if (!name.empty() && item.expr->kind == Expr::Kind::kColumn && name == NameOf(*input, item.expr->column))
      ok = binder.TakeName(names, name, item.span) && ok;
    else
      name = name.empty() ? names.Unnamed() : names.Unique(name);
    ColumnId id = item.expr->kind == Expr::Kind::kColumn ? item.expr->column : 0;
    if (id == 0 || !used.insert(id).second) {
      ColumnId fresh = binder.NextId();
      if (id != 0) binder.CopyOrigin(id, fresh);
      id = fresh;
    }
    columns.push_back({id, std::move(name), item.expr});
  }
  if (!ok) return Failure{};
  return MakeProject(input, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kProjectOperator) = {
    .name = "project",
    .syntax = "T | project [Name =] Expression, ...",
    .doc = "Keeps the listed columns, in this order, and computes new ones.",
    .example = "DeviceNetworkEvents | project Timestamp, Host = tolower(RemoteUrl)",
    .bind = Bind,
};

}  // namespace quarry

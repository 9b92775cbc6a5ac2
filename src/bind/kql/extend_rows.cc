#include "bind/kql/extend_rows.h"

namespace quarry {

RelPtr ExtendRows(KqlBinder& binder, kql::List<const kql::Expr*> items, RelPtr input, Span span) {
  std::vector<OutputColumn> shown = input->output;
  std::vector<KqlBinder::Item> bound;
  if (!binder.BindItems(items, &input, &bound)) return nullptr;
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : shown) columns.push_back({column.id, column.name, binder.Column(column, {})});
  KqlNames explicit_names, all_names;
  for (const OutputColumn& column : shown) all_names.Take(column.name);
  bool ok = true;
  for (KqlBinder::Item& item : bound) {
    if (item.named) ok = binder.TakeName(explicit_names, item.name, item.span) && ok;
    std::string name = item.name.empty() ? all_names.Unnamed() : item.name;
    all_names.Take(name);
    bool same = item.expr->kind == Expr::Kind::kColumn;
    NamedExpr* place = nullptr;
    for (NamedExpr& column : columns)
      if (column.name == name) place = &column;
    if (same && place != nullptr && place->id == item.expr->column) continue;  // extend A: nothing changes
    ColumnId id = binder.NextId();
    if (same) binder.CopyOrigin(item.expr->column, id);
    if (place != nullptr)
      *place = {id, name, item.expr};
    else
      columns.push_back({id, name, item.expr});
  }
  return ok ? MakeProject(input, std::move(columns), span) : nullptr;
}

}  // namespace quarry

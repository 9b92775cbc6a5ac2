#include "bind/kql/sort_keys.h"

namespace quarry {

bool BindSortKeys(KqlBinder& binder, kql::List<const kql::Expr*> items, RelPtr* rows, std::vector<SortKey>* keys) {
  bool ok = true;
  for (const kql::Expr* item : items) {
    const kql::Expr& value = item->args[0]->kind == kql::Expr::Kind::kNamed ? *item->args[0]->args[0] : *item->args[0];
    SortKey key;
    key.expr = binder.BindExpr(value, *rows);
    if (!key.expr) {
      ok = false;
      continue;
    }
    if (key.expr->type == Type::kDynamic) {
      binder.Report(Code::Q0204, value.span, "a dynamic value has no order").label =
          "`tostring(...)` or `tolong(...)` gives it one";
      ok = false;
      continue;
    }
    key.descending = item->text != "asc";
    key.nulls_first =
        item->nulls == kql::Expr::Nulls::kDefault ? !key.descending : item->nulls == kql::Expr::Nulls::kFirst;
    keys->push_back(std::move(key));
  }
  return ok;
}

}  // namespace quarry

// distinct: each combination of values once.
#include <set>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::vector<NamedExpr> keys;
  if (op.args.size() == 1 && op.args[0]->kind == kql::Expr::Kind::kStar) {
    for (const OutputColumn& column : input->output)
      keys.push_back({column.id, column.name, binder.Column(column, op.span)});
    return MakeAggregate(input, std::move(keys), {}, op.span);
  }
  std::vector<KqlBinder::Item> items;
  if (!binder.BindItems(op.args, &input, &items)) return Failure{};
  KqlNames names;
  std::set<ColumnId> used;
  bool ok = true;
  for (KqlBinder::Item& item : items) {
    if (item.expr->type == Type::kDynamic) {
      Diagnostic& error = binder.Report(Code::Q0204, item.expr->span, "`distinct` does not take a dynamic value");
      error.label = "`tostring(...)` makes it text";
      error.platform_verdict = "KS116: the value of type 'dynamic' is not allowed in this context";
      ok = false;
    }
    if (item.named)
      ok = binder.TakeName(names, item.name, item.span) && ok;
    else
      item.name = item.name.empty() ? names.Unnamed() : names.Unique(item.name);
    ColumnId id = item.expr->kind == Expr::Kind::kColumn ? item.expr->column : 0;
    if (id == 0 || !used.insert(id).second) id = binder.NextId();
    keys.push_back({id, item.name, item.expr});
  }
  if (!ok) return Failure{};
  return MakeAggregate(input, std::move(keys), {}, op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kDistinctOperator) = {
    .name = "distinct",
    .syntax = "T | distinct *|Expression, ...",
    .doc = "The distinct combinations of the listed columns; `*` stands for all.",
    .example = "DeviceNetworkEvents | distinct DeviceName, RemoteUrl",
    .bind = Bind,
};

}  // namespace quarry

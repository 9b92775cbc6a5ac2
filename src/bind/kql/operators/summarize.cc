// summarize: one row a group.
#include <set>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

// What names are taken from: keys first, then aggregates, in the order written.
bool NameItems(KqlBinder& binder, KqlNames& names, std::vector<KqlBinder::Item>& items) {
  bool ok = true;
  for (KqlBinder::Item& item : items) {
    if (item.named)
      ok = binder.TakeName(names, item.name, item.span) && ok;
    else
      item.name = item.name.empty() ? names.Unnamed() : names.Unique(item.name);
  }
  return ok;
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  if (const kql::Clause* bin = op.FindClause("bin")) {
    binder.Unsupported(bin->span, "`bin=` behind `by`", "write `by bin(Column, Size)`");
    return Failure{};
  }
  std::vector<KqlBinder::Item> keys, results;
  std::vector<AggregateCall> calls;
  const kql::Clause* by = op.FindClause("by");
  bool ok = by == nullptr || binder.BindItems(by->items, &input, &keys);
  std::vector<ColumnId> key_columns;
  for (const KqlBinder::Item& key : keys) {
    if (!key.expr) continue;
    if (key.expr->kind == Expr::Kind::kColumn) key_columns.push_back(key.expr->column);
    if (key.expr->type != Type::kDynamic) continue;
    Diagnostic& error = binder.Report(Code::Q0204, key.expr->span, "a group key cannot be dynamic");
    error.label = "`tostring(...)` makes it text";
    error.platform_verdict = "KS116: the value of type 'dynamic' is not allowed in this context";
    ok = false;
  }
  binder.set_star_keys(key_columns);
  ok = binder.BindAggregateItems(op.args, input, &calls, &results) && ok;
  binder.set_star_keys({});
  KqlNames names;
  ok = ok && NameItems(binder, names, keys) && NameItems(binder, names, results);
  if (!ok) return Failure{};
  std::vector<NamedExpr> groups;
  std::set<ColumnId> used;
  for (KqlBinder::Item& key : keys) {
    ColumnId id = key.expr->kind == Expr::Kind::kColumn ? key.expr->column : 0;
    if (id == 0 || !used.insert(id).second) {
      ColumnId fresh = binder.NextId();
      if (id != 0) binder.CopyOrigin(id, fresh);
      id = fresh;
    }
    groups.push_back({id, key.name, key.expr});
  }
  // Aggregates that stand alone are the result; expressions over aggregates are computed above.
  bool plain = results.size() == calls.size();
  for (size_t i = 0; i < results.size() && plain; i++)
    plain = results[i].expr->kind == Expr::Kind::kColumn && results[i].expr->column == calls[i].id;
  if (plain)
    for (size_t i = 0; i < results.size(); i++) calls[i].name = results[i].name;
  RelPtr grouped = MakeAggregate(input, groups, std::move(calls), op.span);
  if (plain) return grouped;
  std::vector<NamedExpr> columns;
  for (const NamedExpr& group : groups)
    columns.push_back({group.id, group.name, MakeColumn(group.id, group.expr->type, group.expr->span)});
  for (KqlBinder::Item& result : results) {
    ColumnId id = result.expr->kind == Expr::Kind::kColumn ? result.expr->column : 0;
    if (id == 0 || !used.insert(id).second) {
      ColumnId fresh = binder.NextId();
      if (id != 0) binder.CopyOrigin(id, fresh);
      id = fresh;
    }
    columns.push_back({id, result.name, result.expr});
  }
  return MakeProject(grouped, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kSummarizeOperator) = {
    .name = "summarize",
    .syntax = "T | summarize [[Name =] Aggregate, ...] [by [Name =] Key, ...]",
    .doc =
        "Groups the rows by the keys and computes the aggregates of each group. Without keys there is exactly one row, "
        "also for no input; with keys, none for no input.",
    .example = "DeviceProcessEvents | summarize Count = count(), Last = max(Timestamp) by FileName, bin(Timestamp, 1h)",
    .bind = Bind,
};

}  // namespace quarry

// groupBy(): one row for each combination of key values.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

constexpr uint64_t kMaximumGroups = 1'000'000;

// groupBy([k], function=tail(n)), head(n): the last or first events of each group, which stay events.
bool KeepRowsOfGroups(CqlStage& stage, CqlArguments& args, const cql::Call& call, bool last) {
  CqlArguments inner(stage, *FindCqlFunction(call.name), call);
  if (!inner.ok()) return false;
  uint64_t limit = inner.Limit("limit", 200'000);
  std::vector<ExprPtr> keys, present;
  for (const std::string& field : args.Fields("field")) {
    keys.push_back(cql_value::AsText(stage.Field(field)));
    present.push_back(cql_value::Present(keys.back()));
  }
  std::vector<SortKey> order;
  if (stage.ordered()) {
    order = stage.order();
  } else {
    if (ExprPtr time = stage.Time()) order.push_back({time, false, false});
    if (ExprPtr position = stage.Position()) order.push_back({position, false, false});
  }
  for (SortKey& key : order) {
    if (last) key.descending = !key.descending;
  }
  if (!args.ok() || !inner.ok()) return false;
  stage.Require(cql_value::Or(present));
  WindowCall number;
  number.id = stage.NextId();
  number.name = "row_in_group";
  number.type = Type::kLong;
  number.function = FindFunction("cql_row_number");
  number.span = call.span;
  RelPtr plan = MakeWindow(stage.Plan(), {number}, keys, order, call.span);
  ExprPtr kept = cql_value::Call("less_equal", {MakeColumn(number.id, Type::kLong),
                                                MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(limit)))});
  stage.SetPlan(MakeFilter(plan, kept, call.span));
  stage.ForgetOrder();
  stage.aggregated = true;
  return true;
}

const cql::Expr* OnlyElement(const cql::Expr* expr) {
  while (expr && expr->kind == cql::Expr::Kind::kArray && expr->operands.size() == 1) expr = expr->operands[0];
  return expr;
}

bool Bind(CqlStage& stage, CqlArguments& args) {
  uint64_t limit = args.Limit("limit", kMaximumGroups);
  const cql::Expr* function = OnlyElement(args.Get("function"));
  if (function && function->kind == cql::Expr::Kind::kCall && !function->call->saved_query) {
    const CqlFunctionDef* def = FindCqlFunction(function->call->name);
    if (def && (def->name == "tail" || def->name == "head"))
      return KeepRowsOfGroups(stage, args, *function->call, def->name == "tail");
  }
  std::vector<std::string> fields = args.Fields("field");
  if (!args.ok()) return false;
  std::vector<ExprPtr> present;
  CqlAggregation aggregation(stage);
  for (const std::string& field : fields) {
    ExprPtr value = cql_value::AsText(stage.Field(field));
    present.push_back(cql_value::Present(value));
    aggregation.Key(field, value);
  }
  // A group without any key is no group.
  stage.Require(cql_value::Or(present));
  if (!args.Has("function"))
    aggregation.Output("_count", aggregation.Add("cql_count", {}, args.span()));
  else if (!aggregation.Apply(*args.Get("function")))
    return false;
  const bool cut = args.Has("limit") && limit < kMaximumGroups;
  ExprPtr size = cut ? aggregation.Add("cql_count", {}, args.span()) : nullptr;
  CqlStage rows = aggregation.Finish(args.span());
  if (cut) {
    // The largest groups are kept; equal ones by their keys.
    std::vector<SortKey> order = {{size, true, false}};
    for (const std::string& field : fields) order.push_back({rows.Field(field), false, false});
    rows.Sort(std::move(order), limit);
    rows.ForgetOrder();
  }
  stage = std::move(rows);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kGroupByCql) = {
    .name = "groupBy",
    .doc =
        "One row for each combination of values of the key fields, with the results of `function`: an aggregate, an "
        "array of them, or composites in braces. "
        "Events that have none of the keys are left out. `function=[]` gives the keys alone; `function=tail(1)` the "
        "latest event of each group.",
    .example = "groupBy([aid, UserName], function=[count(), max(@timestamp, as=last)], limit=max)",
    .parameters = {{"field", CqlParameter::Kind::kFields, true, true},
                   {"function", CqlParameter::Kind::kAggregate, false, false, "count()"},
                   {"limit", CqlParameter::Kind::kNumber, false, false, "20000"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Bind,
};

}  // namespace quarry

// make-series: the values of aggregates along an axis, as arrays. Rows are aggregated by key and bin, the bins of each
// key collected, and laid out over the places of the axis.
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

struct Axis {
  std::string name;
  ExprPtr place;           // of a row
  ExprPtr from, to, step;  // of one type with the place (a step of times: timespan); from and to may be null
};

bool BindAxis(KqlBinder& binder, const kql::Operator& op, const RelPtr& input, Axis* axis) {
  const kql::Clause* on = op.FindClause("on");
  const kql::Clause* step = op.FindClause("step");
  if (const kql::Clause* range = op.FindClause("in range")) {
    binder.Unsupported(range->span, "`in range(...)` of make-series", "write `from Start to End step Step`");
    return false;
  }
  if (on == nullptr || step == nullptr) return false;
  axis->place = binder.BindExpr(*on->items[0], input);
  axis->name = binder.ResultName(*on->items[0]);
  axis->step = binder.BindExpr(*step->items[0], nullptr);
  const kql::Clause* from = op.FindClause("from");
  const kql::Clause* to = op.FindClause("to");
  if (from != nullptr) axis->from = binder.BindExpr(*from->items[0], nullptr);
  if (to != nullptr) axis->to = binder.BindExpr(*to->items[0], nullptr);
  if (!axis->place || !axis->step || (from != nullptr && !axis->from) || (to != nullptr && !axis->to)) return false;
  Type type = axis->place->type;
  bool fits = true;
  if (type == Type::kDateTime || type == Type::kTimeSpan) {
    for (ExprPtr* bound : {&axis->from, &axis->to})
      if (*bound && (*bound)->type == Type::kDynamic) *bound = binder.Fold(binder.Convert(*bound, type));
    fits = axis->step->type == Type::kTimeSpan && (!axis->from || axis->from->type == type) &&
           (!axis->to || axis->to->type == type);
  } else {
    type = Type::kLong;
    for (const ExprPtr& part : {axis->place, axis->from, axis->to, axis->step}) {
      if (!part) continue;
      fits = fits && IsNumeric(part->type) && part->type != Type::kDecimal;
      if (part->type == Type::kReal) type = Type::kReal;
    }
    if (fits)
      for (ExprPtr* part : {&axis->place, &axis->from, &axis->to, &axis->step})
        if (*part) *part = binder.Fold(binder.Convert(*part, type));
  }
  if (!fits) {
    binder
        .Report(Code::Q0204, on->items[0]->span,
                "the axis of make-series takes numbers, or times with a timespan as step")
        .label = "this is a " + std::string(TypeName(axis->place->type));
    return false;
  }
  if (axis->step->is_literal()) {
    const Value& value = axis->step->literal;
    if (value.is_null() || !(value.type() == Type::kReal ? value.real() > 0 : value.integer() > 0)) {
      binder.Report(Code::Q0208, step->items[0]->span, "the step of make-series must be above 0").label =
          "gives no places";
      return false;
    }
  }
  return axis->place && axis->step;
}

// What stands where no row is: 0 unless the query says otherwise.
ExprPtr BindDefault(KqlBinder& binder, const kql::Expr& item, Type type) {
  if (item.kind != kql::Expr::Kind::kDefault) {
    if (!IsNumeric(type)) {
      binder.Unsupported(item.span, "a series of " + std::string(TypeName(type)) + " values without a default",
                         "write `default=...` behind the aggregate");
      return nullptr;
    }
    return binder.Convert(MakeLiteral(Value::Integer(Type::kLong, 0), item.span), type);
  }
  std::optional<Value> value = binder.BindConstant(*item.args[1], "a default");
  if (!value) return nullptr;
  ExprPtr literal = MakeLiteral(*value, item.args[1]->span);
  return IsInteger(value->type()) && type == Type::kReal ? binder.Fold(binder.Convert(literal, type)) : literal;
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const kql::Clause* by = op.FindClause("by");
  const kql::Option* kind = op.FindOption("kind");
  const bool nonempty = kind != nullptr && KqlBinder::WordOf(*kind->value) == "nonempty";
  if (kind != nullptr && !nonempty) {
    binder
        .Report(Code::Q0208, kind->value->span,
                "no kind of make-series `" + std::string(KqlBinder::WordOf(*kind->value)) + "`")
        .label = "the kind is nonempty";
    return Failure{};
  }
  Axis axis;
  bool ok = BindAxis(binder, op, input, &axis);
  if (ok && nonempty && (by != nullptr || !axis.from || !axis.to)) {
    binder.Unsupported(kind->value->span, "`kind=nonempty` with `by`, or without `from` and `to`",
                       "there is nothing to make the empty series of");
    return Failure{};
  }
  std::vector<KqlBinder::Item> keys, results;
  std::vector<AggregateCall> calls;
  ok = (by == nullptr || binder.BindItems(by->items, &input, &keys)) && ok;
  std::vector<ExprPtr> defaults;
  for (const kql::Expr* item : op.args) {
    const kql::Expr* aggregate = item->kind == kql::Expr::Kind::kDefault ? item->args[0] : item;
    const size_t before = results.size();
    ok = binder.BindAggregateItems(kql::List<const kql::Expr*>(&aggregate, 1), input, &calls, &results) && ok;
    for (size_t i = before; ok && i < results.size(); i++) {
      defaults.push_back(BindDefault(binder, *item, results[i].expr->type));
      ok = defaults.back() != nullptr;
    }
  }
  for (const KqlBinder::Item& key : keys) {
    if (!key.expr || key.expr->type != Type::kDynamic) continue;
    binder.Report(Code::Q0204, key.expr->span, "a group key cannot be dynamic").label = "`tostring(...)` makes it text";
    ok = false;
  }
  if (!ok) return Failure{};
  KqlNames names;
  for (std::vector<KqlBinder::Item>* items : {&keys, &results}) {
    for (KqlBinder::Item& item : *items) {
      if (item.named && !binder.TakeName(names, item.name, item.span)) return Failure{};
      if (!item.named) item.name = item.name.empty() ? names.Unnamed() : names.Unique(item.name);
    }
  }
  axis.name = axis.name.empty() ? names.Unnamed() : names.Unique(axis.name);

  // Rows outside the bounds belong to no bin; a place that is null neither.
  std::vector<ExprPtr> within = {binder.Call("is_not_null", {axis.place}, op.span)};
  if (axis.from) within.push_back(binder.Call("greater_equal", {axis.place, axis.from}, op.span));
  if (axis.to) within.push_back(binder.Call("less", {axis.place, axis.to}, op.span));
  RelPtr rows = MakeFilter(input, MakeAnd(within), op.span);
  ExprPtr bin = axis.from ? binder.Call("bin_at", {axis.place, axis.step, axis.from}, op.span)
                          : binder.Call("bin", {axis.place, axis.step}, op.span);
  if (!bin) return Failure{};
  const Type type = axis.place->type;
  const ColumnId bin_id = binder.NextId();
  std::vector<NamedExpr> groups;
  for (const KqlBinder::Item& key : keys) groups.push_back({binder.NextId(), key.name, key.expr});
  groups.push_back({bin_id, "$bin", bin});
  rows = MakeAggregate(rows, groups, std::move(calls), op.span);
  std::vector<NamedExpr> values;
  for (const NamedExpr& group : groups)
    values.push_back({group.id, group.name, MakeColumn(group.id, group.expr->type)});
  for (const KqlBinder::Item& result : results) values.push_back({binder.NextId(), result.name, result.expr});
  rows = MakeProject(rows, values, op.span);

  ExprPtr bin_column = MakeColumn(bin_id, type, op.span);
  std::vector<AggregateCall> collected;
  auto collect = [&](std::string_view function, Type result, std::vector<ExprPtr> args) {
    AggregateCall call;
    call.id = binder.NextId();
    call.name = "$series" + std::to_string(collected.size());
    call.type = result;
    call.function = FindFunction(function);
    call.args = std::move(args);
    call.span = op.span;
    collected.push_back(call);
    return MakeColumn(call.id, result, op.span);
  };
  std::vector<ExprPtr> points;
  for (size_t i = 0; i < results.size(); i++)
    points.push_back(collect("collect_points", Type::kDynamic,
                             {bin_column, MakeColumn(values[groups.size() + i].id, results[i].expr->type)}));
  ExprPtr start = axis.from ? axis.from : collect("min", type, {bin_column});
  ExprPtr end = axis.to;
  if (!end) end = binder.Call("add", {collect("max", type, {bin_column}), axis.step}, op.span);
  ExprPtr count = collect("count", Type::kLong, {});
  std::vector<NamedExpr> series_keys;
  for (size_t i = 0; i < keys.size(); i++)
    series_keys.push_back({binder.NextId(), keys[i].name, MakeColumn(groups[i].id, keys[i].expr->type)});
  rows = MakeAggregate(rows, series_keys, std::move(collected), op.span);
  // Without keys there is a row for no input too.
  if (keys.empty() && !nonempty) {
    ExprPtr some = binder.Call("greater", {count, MakeLiteral(Value::Integer(Type::kLong, 0), op.span)}, op.span);
    rows = MakeFilter(rows, some, op.span);
  }
  std::vector<NamedExpr> output;
  for (const NamedExpr& key : series_keys) output.push_back({key.id, key.name, MakeColumn(key.id, key.expr->type)});
  for (size_t i = 0; i < results.size(); i++)
    output.push_back({binder.NextId(), results[i].name,
                      binder.Call("series_values", {points[i], start, end, axis.step, defaults[i]}, results[i].span)});
  output.push_back({binder.NextId(), axis.name, binder.Call("series_axis", {start, end, axis.step}, op.span)});
  for (const NamedExpr& column : output)
    if (!column.expr) return Failure{};
  return MakeProject(rows, std::move(output), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kMakeSeriesOperator) = {
    .name = "make-series",
    .syntax =
        "T | make-series [kind=nonempty] [Name =] Aggregate [default=Value], ... on Axis [from Start] [to End] step "
        "Step [by [Name =] Key, ...]",
    .doc =
        "The aggregates of each group as arrays along an axis of equal steps, and the axis as an array. Places without "
        "rows get the default, 0 when none is written. The start is included, the end is not, and rows outside are "
        "left out first; without a bound, the first or last bin of each series that has rows is it, and bins are "
        "multiples of the step when there is no start. A series of more than 1,048,576 places is null.",
    .example =
        "SigninLogs | make-series Failures = countif(ResultType != \"0\") default=0 on TimeGenerated from ago(7d) to "
        "now() step 1h by UserPrincipalName",
    .bind = Bind,
};

}  // namespace quarry

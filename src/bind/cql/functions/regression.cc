// linReg(), counterAsRate(), callFunction(): aggregates over numbers.
#include "base/ascii.h"
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool LinReg(CqlAggregation& aggregation, CqlArguments& args) {
  ExprPtr x = cql_value::AsNumber(args.FieldValue("x")), y = cql_value::AsNumber(args.FieldValue("y"));
  std::string prefix = args.String("prefix");
  if (!args.ok()) return false;
  auto of = [&](std::string_view part) {
    return aggregation.Add("cql_regression_" + std::string(part), {y, x}, args.span());
  };
  auto real = [](double number) { return cql_value::Number(number); };
  ExprPtr pairs = of("pairs"), n = cql_value::Call("to_real", {pairs});
  // Where one of the numbers never differs there is no line.
  ExprPtr line = cql_value::And(
      {cql_value::Call("greater", {of("sxx"), real(0)}), cql_value::Call("greater", {of("syy"), real(0)})});
  auto give = [&](std::string_view name, const ExprPtr& value) {
    aggregation.Output(prefix + std::string(name),
                       cql_value::Choose(line, value, MakeLiteral(Value::Null(value->type))));
  };
  give("slope", of("slope"));
  give("intercept", of("intercept"));
  // Adjusted: 1 - (1 - r2) (n - 1) / (n - 2).
  auto less = [&](const ExprPtr& a, const ExprPtr& b) { return cql_value::Call("subtract", {a, b}); };
  ExprPtr rest = cql_value::Call("multiply", {less(real(1), of("r2")), less(n, real(1))});
  ExprPtr adjusted = less(real(1), cql_value::Call("divide", {rest, less(n, real(2))}));
  give("r2",
       cql_value::Choose(cql_value::Call("greater", {n, real(2)}), adjusted, MakeLiteral(Value::Null(Type::kReal))));
  give("n", pairs);
  return true;
}

bool CounterAsRate(CqlAggregation& aggregation, CqlArguments& args) {
  ExprPtr value = cql_value::AsNumber(args.FieldValue("field"));
  ExprPtr time = cql_value::AsNumber(aggregation.scope().Field("@timestamp"));
  if (!args.ok()) return false;
  ExprPtr point =
      cql_value::Call("cql_with_fields", {MakeLiteral(Value::Text(Type::kDynamic, "{}")), cql_value::Text("t"),
                                          cql_value::AsText(time), cql_value::Text("v"), cql_value::AsText(value)});
  ExprPtr points = aggregation.Add("cql_row_list", {point, time, value}, args.span(),
                                   cql_value::And({cql_value::Present(value), cql_value::Present(time)}));
  aggregation.Output(aggregation.OutputName(args, "_rate"), cql_value::Call("cql_counter_rate", {points}, args.span()));
  return true;
}

bool CallFunction(CqlAggregation& aggregation, CqlArguments& args) {
  std::string name = args.String("function");
  std::string output = aggregation.OutputName(args, "_function");
  if (!args.ok()) return false;
  NameSuggester suggester(name);
  bool known = false;
  for (std::string_view candidate : {"avg", "count", "max", "min", "range", "sum"}) {
    known |= EqualsIgnoreAsciiCase(candidate, name);
    suggester.Consider(candidate);
  }
  if (!known) {
    args.Invalid("function", "`callFunction` calls no `" + name + "`").label =
        suggester.best().empty() ? "one of: avg count max min range sum"
                                 : "a similar function exists: `" + std::string(suggester.best()) + "`";
    return false;
  }
  CqlContext& context = aggregation.context();
  cql::Argument* field = context.arena.New<cql::Argument>();
  field->name = "field";
  field->value = args.Get("field");
  field->span = field->name_span = args.SpanOf("field");
  cql::Call* call = context.arena.New<cql::Call>();
  call->span = args.span();
  call->name = FindCqlFunction(name)->name;
  call->name_span = args.SpanOf("function");
  call->args = {field, 1};
  return aggregation.ApplyCall(*call, output);
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kLinRegCql) = {
    .name = "linReg",
    .doc =
        "The line of least squares through the points of two fields: `_slope`, `_intercept`, the adjusted R squared "
        "`_r2` and the number of points `_n`; nothing where one of the fields never differs.",
    .example = "linReg(x=bytes_sent, y=duration)",
    .parameters = {{"x", Kind::kField, false, true},
                   {"y", Kind::kField, false, true},
                   {"prefix", Kind::kString, false, false, "_"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = LinReg,
};
QUARRY_DEFINE(CqlFunctionDef, kCounterAsRateCql) = {
    .name = "counterAsRate",
    .doc =
        "How much a counter grows in a second, between its first and its last event; nothing when there is one, or "
        "the counter falls in between.",
    .example = "timeChart(host, function=counterAsRate(packets), span=5m)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_rate"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = CounterAsRate,
};
QUARRY_DEFINE(CqlFunctionDef, kCallFunctionCql) = {
    .name = "callFunction",
    .doc = "The aggregate that a text names, over a field: `avg`, `count`, `max`, `min`, `range` or `sum`.",
    .example = "callFunction(?{function=avg}, field=bytes)",
    .parameters = {{"function", Kind::kString, true, true},
                   {"field", Kind::kField, false, true},
                   {"as", Kind::kString, false, false, "_function"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = CallFunction,
};

}  // namespace quarry

// percentile() and percentage().
#include "bind/cql/aggregation.h"
#include "functions/library/cql/number_text.h"

namespace quarry {
namespace {

bool Percentile(CqlAggregation& aggregation, CqlArguments& args) {
  ExprPtr value = cql_value::AsNumber(args.FieldValue("field"));
  std::string prefix = args.Has("as") ? args.Field("as") : std::string();
  std::vector<std::string> fractions =
      args.Has("percentiles") ? args.Strings("percentiles") : std::vector<std::string>{"50", "75", "99"};
  for (const std::string& text : fractions) {
    std::optional<double> fraction = ParseCqlNumber(text);
    if (!fraction || *fraction < 0 || *fraction > 100) {
      args.Invalid("percentiles", "`" + text + "` is no percentile").label = "a number from 0 to 100";
      return false;
    }
    aggregation.Output(prefix + "_" + text,
                       aggregation.Add("cql_percentile", {value, cql_value::Number(*fraction / 100)}, args.span()));
  }
  return args.ok();
}

bool Percentage(CqlAggregation& aggregation, CqlArguments& args) {
  ExprPtr condition = aggregation.scope().ConditionOfExpr(*args.Get("condition"));
  if (!condition) return false;
  ExprPtr matching = aggregation.Add("cql_count", {}, args.span(), condition);
  ExprPtr all = aggregation.Add("cql_count", {}, args.span());
  ExprPtr ratio = cql_value::Call(
      "divide",
      {cql_value::Call("multiply", {cql_value::AsNumber(matching), cql_value::Number(100)}), cql_value::AsNumber(all)},
      args.span());
  aggregation.Output(aggregation.OutputName(args, "_percentage"), ratio);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kPercentileCql) = {
    .name = "percentile",
    .doc =
        "Percentiles of a field's numbers, exact and interpolated, as `_50`, `_75`, `_99`; with `as=p` as `p_50` and "
        "so on.",
    .example = "percentile(duration, percentiles=[50, 95])",
    .parameters = {{"field", CqlParameter::Kind::kField, true, true},
                   {"percentiles", CqlParameter::Kind::kStrings},
                   {"as", CqlParameter::Kind::kString},
                   {"accuracy", CqlParameter::Kind::kNumber, false, false, "0.01"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Percentile,
};
QUARRY_DEFINE(CqlFunctionDef, kPercentageCql) = {
    .name = "percentage",
    .doc = "The share of events for which a condition holds, 0 to 100.",
    .example = "percentage({status=5*}, as=errors)",
    .parameters = {{"condition", CqlParameter::Kind::kFilter, true, true},
                   {"as", CqlParameter::Kind::kString, false, false, "_percentage"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Percentage,
};

}  // namespace quarry

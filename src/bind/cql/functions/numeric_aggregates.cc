// sum(), avg(), min(), max(), range(), stdDev(): over the values that are numbers; absent when there is none.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

ExprPtr NumberOf(CqlArguments& args) {
  return cql_value::AsNumber(args.FieldValue("field"));
}

bool Bind(CqlAggregation& aggregation, CqlArguments& args, std::string_view function, std::string_view output) {
  ExprPtr value = NumberOf(args);
  aggregation.Output(aggregation.OutputName(args, output), aggregation.Add(function, {value}, args.span()));
  return true;
}

bool Sum(CqlAggregation& a, CqlArguments& args) {
  return Bind(a, args, "cql_sum", "_sum");
}
bool Avg(CqlAggregation& a, CqlArguments& args) {
  return Bind(a, args, "cql_avg", "_avg");
}
bool Min(CqlAggregation& a, CqlArguments& args) {
  return Bind(a, args, "cql_min", "_min");
}
bool Max(CqlAggregation& a, CqlArguments& args) {
  return Bind(a, args, "cql_max", "_max");
}
bool Deviation(CqlAggregation& a, CqlArguments& args) {
  return Bind(a, args, "cql_stddev", "_stddev");
}

bool Range(CqlAggregation& aggregation, CqlArguments& args) {
  ExprPtr value = NumberOf(args);
  ExprPtr high = aggregation.Add("cql_max", {value}, args.span());
  ExprPtr low = aggregation.Add("cql_min", {value}, args.span());
  aggregation.Output(aggregation.OutputName(args, "_range"), cql_value::Call("subtract", {high, low}, args.span()));
  return true;
}

std::vector<CqlParameter> Parameters(std::string_view output) {
  return {{"field", CqlParameter::Kind::kField, true, true}, {"as", CqlParameter::Kind::kString, false, false, output}};
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kSumCql) = {
    .name = "sum",
    .doc = "The sum of a field's numbers.",
    .example = "groupBy(aid, function=sum(bytes))",
    .parameters = Parameters("_sum"),
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Sum,
};
QUARRY_DEFINE(CqlFunctionDef, kAvgCql) = {
    .name = "avg",
    .doc = "The mean of a field's numbers.",
    .example = "avg(duration)",
    .parameters = Parameters("_avg"),
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Avg,
};
QUARRY_DEFINE(CqlFunctionDef, kMinCql) = {
    .name = "min",
    .doc = "The smallest of a field's numbers.",
    .example = "min(@timestamp, as=first)",
    .parameters = Parameters("_min"),
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Min,
};
QUARRY_DEFINE(CqlFunctionDef, kMaxCql) = {
    .name = "max",
    .doc = "The largest of a field's numbers.",
    .example = "max(@timestamp, as=last)",
    .parameters = Parameters("_max"),
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Max,
};
QUARRY_DEFINE(CqlFunctionDef, kRangeCql) = {
    .name = "range",
    .doc = "The difference between the largest and the smallest of a field's numbers.",
    .example = "range(cpu)",
    .parameters = Parameters("_range"),
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Range,
};
QUARRY_DEFINE(CqlFunctionDef, kStdDevCql) = {
    .name = "stdDev",
    .doc = "The sample standard deviation of a field's numbers.",
    .example = "stdDev(duration)",
    .parameters = Parameters("_stddev"),
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Deviation,
};

}  // namespace quarry

// count(): rows, rows with a field, or different values of a field.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

bool Aggregate(CqlAggregation& aggregation, CqlArguments& args) {
  std::string name = aggregation.OutputName(args, "_count");
  if (!args.Has("field")) {
    aggregation.Output(name, aggregation.Add("cql_count", {}, args.span()));
    return true;
  }
  ExprPtr value = cql_value::AsText(args.FieldValue("field"));
  bool distinct = args.Bool("distinct");
  if (distinct)
    aggregation.Output(name, aggregation.Add("cql_count_distinct", {value}, args.span()));
  else
    aggregation.Output(name, aggregation.Add("cql_count", {}, args.span(), cql_value::Present(value)));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kCountCql) = {
    .name = "count",
    .doc = "Counts events; with `field` those that have it, with `distinct=true` its different values (exactly).",
    .example = "count(aid, distinct=true, as=hosts)",
    .parameters = {{"field", CqlParameter::Kind::kField, true},
                   {"as", CqlParameter::Kind::kString, false, false, "_count"},
                   {"distinct", CqlParameter::Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Aggregate,
};

}  // namespace quarry

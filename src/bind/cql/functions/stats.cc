// stats(): several aggregates over all rows.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

bool Aggregate(CqlAggregation& aggregation, CqlArguments& args) {
  if (!args.Has("function")) {
    aggregation.Output("_count", aggregation.Add("cql_count", {}, args.span()));
    return true;
  }
  return aggregation.Apply(*args.Get("function"));
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kStatsCql) = {
    .name = "stats",
    .doc = "The results of several aggregates in one row. `[count(), max(x)]` as a stage is the same.",
    .example = "stats([count(), avg(duration)])",
    .parameters = {{"function", CqlParameter::Kind::kAggregate, true, false, "count()"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Aggregate,
};

}  // namespace quarry

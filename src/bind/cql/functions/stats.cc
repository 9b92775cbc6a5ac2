// stats(): several aggregates over all rows.
#include "bind/cql/groups.h"

namespace quarry {
namespace {

bool Aggregate(CqlAggregation& aggregation, CqlArguments& args) {
  if (!args.Has("function")) {
    aggregation.Output("_count", aggregation.Add("cql_count", {}, args.span()));
    return true;
  }
  return aggregation.Apply(*args.Get("function"));
}

bool Bind(CqlStage& stage, CqlArguments& args) {
  const cql::Expr* function = args.Get("function");
  if (function && HasRowsAggregate(*function))
    return ApplyRowsAggregates(stage, std::vector<std::string>(stage.group), *function, args.span());
  return BindAggregateStage(stage, args.def(), args.call(), "");
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kStatsCql) = {
    .name = "stats",
    .doc =
        "The results of several aggregates in one row; beside aggregates of several rows (`table`, `groupBy`) they "
        "stand in each of these. `[count(), max(x)]` as a stage is the same.",
    .example = "stats([count(), avg(duration)])",
    .parameters = {{"function", CqlParameter::Kind::kAggregate, true, false, "count()"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Bind,
    .aggregate = Aggregate,
};

}  // namespace quarry

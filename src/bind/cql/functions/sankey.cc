// sankey(): pairs of values and their weight.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Bind(CqlStage& stage, CqlArguments& args) {
  ExprPtr source = cql_value::AsText(args.FieldValue("source")), target = cql_value::AsText(args.FieldValue("target"));
  stage.Require(cql_value::Present(source));
  stage.Require(cql_value::Present(target));
  CqlAggregation aggregation(stage);
  aggregation.Key("source", source);
  aggregation.Key("target", target);
  if (!args.Has("weight"))
    aggregation.Output("weight", aggregation.Add("cql_count", {}, args.span()));
  else if (args.Get("weight")->kind == cql::Expr::Kind::kCall &&
           !aggregation.ApplyCall(*args.Get("weight")->call, "weight"))
    return false;
  if (!aggregation.has_outputs()) {
    args.Invalid("weight", "`weight` of `sankey` is an aggregate").label = "not an aggregate";
    return false;
  }
  CqlStage rows = aggregation.Finish(args.span());
  stage = std::move(rows);
  return args.ok();
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kSankeyCql) = {
    .name = "sankey",
    .doc = "One row for each pair of values, with its weight: `source`, `target`, `weight`.",
    .example = "sankey(source=UserName, target=ComputerName, weight=count(aid, distinct=true))",
    .parameters = {{"source", Kind::kField, false, true},
                   {"target", Kind::kField, false, true},
                   {"weight", Kind::kAggregate, false, false, "count()"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Bind,
};

}  // namespace quarry

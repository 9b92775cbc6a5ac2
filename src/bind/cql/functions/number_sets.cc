// numberSet(), numberSetOverlap(), numberSetCount(), numberSetMissing(): sets of whole numbers. Quarry's own functions.
#include "bind/cql/aggregation.h"
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

ExprPtr WholeNumber(const ExprPtr& value) {
  return cql_value::Call("to_long", {cql_value::AsNumber(value)});
}

bool AggregateSet(CqlAggregation& aggregation, CqlArguments& args) {
  ExprPtr number = WholeNumber(args.FieldValue("field"));
  if (!args.ok()) return false;
  aggregation.Output(aggregation.OutputName(args, "_numberSet"), aggregation.Add("number_set", {number}, args.span()));
  return true;
}

bool AggregateOverlap(CqlAggregation& aggregation, CqlArguments& args) {
  ExprPtr set = cql_value::AsText(args.FieldValue("field"));
  if (!args.ok()) return false;
  aggregation.Output(aggregation.OutputName(args, "_numberSetOverlap"),
                     aggregation.Add("number_set_overlap", {set}, args.span(), cql_value::Present(set)));
  return true;
}

bool BindCount(CqlStage& stage, CqlArguments& args) {
  ExprPtr set = cql_value::AsText(args.FieldValue("field"));
  if (!args.ok()) return false;
  stage.Set(stage.OutputName(args, "_numberSetCount"), cql_value::Call("number_set_count", {set}, args.span()));
  return true;
}

bool BindMissing(CqlStage& stage, CqlArguments& args) {
  std::vector<ExprPtr> values = {cql_value::AsText(args.FieldValue("field")),
                                 cql_value::AsText(args.FieldValue("others"))};
  if (args.Has("later")) values.push_back(WholeNumber(args.Value("later")));
  if (!args.ok()) return false;
  stage.Set(stage.OutputName(args, "_numberSetMissing"),
            cql_value::Call("number_set_missing", std::move(values), args.span()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kNumberSetCql) = {
    .name = "numberSet",
    .doc =
        "The different whole numbers of a field as one compact text, about a byte each where they lie close together: "
        "the minutes or hours in which something happened, over weeks, without an event each. Fractions are cut off. "
        "To "
        "be read by numberSetCount(), numberSetMissing() and numberSetOverlap(). Quarry's own.",
    .example = "Hour := @timestamp / 3600000 | groupBy(aid, function=numberSet(Hour, as=Hours))",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_numberSet"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = AggregateSet,
};
QUARRY_DEFINE(CqlFunctionDef, kNumberSetOverlapCql) = {
    .name = "numberSetOverlap",
    .doc =
        "The most of the sets in a field (`numberSet()`) that have one number in common: of sets of hours, one a "
        "tenant, how many tenants the busiest hour saw. Quarry's own.",
    .example = "groupBy(aid, function=numberSetOverlap(Hours, as=FanOut))",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_numberSetOverlap"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = AggregateOverlap,
};
QUARRY_DEFINE(CqlFunctionDef, kNumberSetCountCql) = {
    .name = "numberSetCount",
    .doc = "How many numbers a set (`numberSet()`) has; no field for a text that is no set. Quarry's own.",
    .example = "numberSetCount(Ports, as=PortCount) | PortCount > 100",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_numberSetCount"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindCount,
};
QUARRY_DEFINE(CqlFunctionDef, kNumberSetMissingCql) = {
    .name = "numberSetMissing",
    .doc =
        "How many numbers of a set (`numberSet()`) another set lacks; with `later`, those do not count that have one "
        "of "
        "so many following numbers in the other set. A set that is absent is empty. Quarry's own.",
    .example = "numberSetMissing(AnsweredMinutes, others=ConnectedMinutes, later=1, as=Unconnected)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"others", Kind::kField, false, true},
                   {"later", Kind::kExpression},
                   {"as", Kind::kString, false, false, "_numberSetMissing"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = BindMissing,
};

}  // namespace quarry

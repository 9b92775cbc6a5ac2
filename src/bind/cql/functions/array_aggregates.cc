// array:reduceAll(), array:union(), array:intersection(): over the elements of the arrays of all events.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// Behind an aggregate of the elements: the fields output[0], output[1], ... of the texts in `list`.
void GiveArray(CqlStage& stage, CqlStage rows, const ExprPtr& list, const std::string& output, Span span) {
  ExprPtr event = cql_value::Call("cql_list_fields", {list, cql_value::Text(output)}, span);
  stage = CqlStage::OfEventRows(std::move(rows), event);
}

bool Elements(CqlStage& stage, CqlArguments& args, std::string* array) {
  if (!stage.MayChangeRows(args.span(), "`" + std::string(args.def().name) + "`")) return false;
  std::optional<std::string> name = args.Array("array");
  if (!name) return false;
  *array = *name;
  return true;
}

bool Refuse(CqlStage& stage, CqlArguments& args) {
  if (stage.open()) return false;
  stage.context().Unsupported(args.call().name_span,
                              "`" + std::string(args.def().name) + "` behind an aggregate or `select`",
                              "the fields of its events are not known");
  return true;
}

bool ReduceAll(CqlStage& stage, CqlArguments& args) {
  std::string array, variable = args.String("var");
  if (!args.ok() || !Elements(stage, args, &array) || Refuse(stage, args)) return false;
  stage.Split(array, args.span());
  stage.Set(variable, stage.Field(array));
  const cql::Expr* function = args.Get("function");
  while (function->kind == cql::Expr::Kind::kArray && function->operands.size() == 1) function = function->operands[0];
  // One aggregate may give several rows.
  if (function->kind == cql::Expr::Kind::kCall) return stage.ApplyCall(*function->call);
  CqlAggregation aggregation(stage);
  if (!aggregation.Apply(*function)) return false;
  CqlStage rows = aggregation.Finish(args.span());
  stage = std::move(rows);
  return true;
}

bool Union(CqlStage& stage, CqlArguments& args) {
  std::string array, output = args.String("as");
  if (!args.ok() || !Elements(stage, args, &array) || Refuse(stage, args)) return false;
  stage.Split(array, args.span());
  CqlAggregation aggregation(stage);
  ExprPtr value = cql_value::AsText(stage.Field(array));
  ExprPtr set = aggregation.Add("cql_value_set", {value}, args.span(), cql_value::Present(value));
  GiveArray(stage, aggregation.Finish(args.span()), set, output, args.span());
  return true;
}

bool Intersection(CqlStage& stage, CqlArguments& args) {
  std::string array, output = args.String("as");
  if (!args.ok() || !Elements(stage, args, &array)) return false;
  // Events without elements are not looked at.
  ExprPtr event = stage.EventWithArray(array);
  ExprPtr name = cql_value::Text(array);
  stage.Require(cql_value::Call(
      "greater", {cql_value::Call("cql_array_length", {event, name}), MakeLiteral(Value::Integer(Type::kLong, 0))}));
  CqlAggregation aggregation(stage);
  ExprPtr set = cql_value::Call("cql_array_set", {event, name});
  ExprPtr sets = aggregation.Add("cql_row_list", {set, set}, args.span());
  CqlStage rows = aggregation.Finish(args.span());
  GiveArray(stage, std::move(rows), cql_value::Call("cql_common_elements", {sets}), output, args.span());
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kArrayReduceAllCql) = {
    .name = "array:reduceAll",
    .doc =
        "An aggregate over the elements of the arrays of all events; `var` is the field of the element in it. As "
        "`split` before the aggregate.",
    .example = "array:reduceAll(\"values[]\", var=x, function=max(x))",
    .parameters = {{"array", Kind::kString, true, true},
                   {"function", Kind::kAggregate, false, true},
                   {"var", Kind::kString, false, true}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = ReduceAll,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayUnionCql) = {
    .name = "array:union",
    .doc = "One event with the different elements of the arrays of all events, in the order of their texts.",
    .example = "array:union(\"mailto[]\", as=unique_mails)",
    .parameters = {{"array", Kind::kString, true, true}, {"as", Kind::kString, false, false, "_union"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Union,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayIntersectionCql) = {
    .name = "array:intersection",
    .doc =
        "One event with the elements that the arrays of all events have, in the order of their texts. Events without "
        "the array are not looked at.",
    .example = "array:intersection(\"mailto[]\", as=common)",
    .parameters = {{"array", Kind::kString, true, true}, {"as", Kind::kString, false, false, "_intersection"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Intersection,
};

}  // namespace quarry

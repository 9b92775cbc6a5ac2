// array:exists(), array:filter(), array:eval(), objectArray:exists(), objectArray:eval(): a condition or a computation
// for each element of an array.
#include "bind/cql/arguments.h"
#include "bind/cql/element_program.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// A view of the stage in which the variable is the element.
struct ElementScope {
  CqlStage stage;
  ColumnId element;
  std::string array;
  std::string variable;
  bool objects;
};

std::optional<ElementScope> ScopeOf(CqlStage& stage, CqlArguments& args, bool objects) {
  std::optional<std::string> array = args.Array("array");
  std::string variable = args.Has("var") ? args.String("var") : array.value_or("");
  if (!array || !args.ok()) return std::nullopt;
  if (variable.empty() || (args.Has("var") && variable.find_first_of(".[") != std::string::npos)) {
    args.Invalid("var", "`var` is a name without `.` and `[`").label = "not a name";
    return std::nullopt;
  }
  ElementScope scope{stage, stage.NextId(), *array, variable, objects};
  scope.stage.TakeConditions();
  scope.stage.inline_rows = true;
  scope.stage.values_only = true;
  if (objects)
    scope.stage.BindElement(variable, scope.element);
  else
    scope.stage.Set(variable, MakeColumn(scope.element, Type::kString));
  return scope;
}

ExprPtr CallOf(CqlStage& stage, CqlArguments& args, ElementScope& scope, std::string_view function, std::string_view to,
               const ExprPtr& body) {
  stage.AdoptFields(scope.stage);
  return MakeElementCall(function, stage.EventWithArray(scope.array), scope.array,
                         scope.objects ? scope.variable : std::string(), to, body, scope.element, args.span());
}

bool Exists(CqlStage& stage, CqlArguments& args, bool objects) {
  std::optional<ElementScope> scope = ScopeOf(stage, args, objects);
  if (!scope) return false;
  ExprPtr condition = scope->stage.ConditionOfExpr(*args.Get("condition"));
  if (!condition) return false;
  stage.Require(CallOf(stage, args, *scope, "cql_element_exists", "", condition));
  return true;
}
bool ArrayExists(CqlStage& stage, CqlArguments& args) {
  return Exists(stage, args, false);
}
bool ObjectArrayExists(CqlStage& stage, CqlArguments& args) {
  return Exists(stage, args, true);
}

std::optional<size_t> Most(const CqlStage& stage, const std::string& array) {
  return stage.open() ? std::nullopt : std::optional(stage.ArrayBound(array));
}

bool Filter(CqlStage& stage, CqlArguments& args) {
  std::optional<ElementScope> scope = ScopeOf(stage, args, false);
  std::optional<std::string> to = args.Has("asArray") ? args.Array("asArray") : args.Array("array");
  if (!scope || !to) return false;
  ExprPtr condition = scope->stage.ConditionOfExpr(*args.Get("function"));
  if (!condition) return false;
  return stage.ReplaceArray(*to, CallOf(stage, args, *scope, "cql_element_filter", *to, condition),
                            Most(stage, scope->array), MakeLiteral(Value::Bool(true)), args.span());
}

bool Eval(CqlStage& stage, CqlArguments& args, bool objects) {
  std::optional<ElementScope> scope = ScopeOf(stage, args, objects);
  std::optional<std::string> to = args.Has("asArray") ? args.Array("asArray") : args.Array("array");
  if (!scope || !to) return false;
  const cql::Expr& function = *args.Get("function");
  const bool applied = function.kind == cql::Expr::Kind::kPipeline ? scope->stage.Apply(*function.pipeline)
                       : function.kind == cql::Expr::Kind::kCall   ? scope->stage.ApplyCall(*function.call)
                                                                   : false;
  if (!applied) {
    if (function.kind != cql::Expr::Kind::kPipeline && function.kind != cql::Expr::Kind::kCall)
      args.Invalid("function", "`function` of `" + std::string(args.def().name) + "` is a query in braces").label =
          "not a query in braces";
    return false;
  }
  if (!scope->stage.HasAssigned(*to)) {
    args.Invalid("function", "`function` of `" + std::string(args.def().name) + "` assigns `" + *to + "`").label =
        "does not assign it";
    return false;
  }
  // An element that a filter takes away gives no value.
  ExprPtr value = cql_value::Choose(cql_value::And(scope->stage.TakeConditions()),
                                    cql_value::AsText(scope->stage.Field(*to)), cql_value::Absent());
  std::optional<size_t> most =
      objects && !stage.open() ? std::optional(stage.ArrayBound(scope->array)) : Most(stage, scope->array);
  return stage.ReplaceArray(*to, CallOf(stage, args, *scope, "cql_element_map", *to, value), most,
                            MakeLiteral(Value::Bool(true)), args.span());
}
bool ArrayEval(CqlStage& stage, CqlArguments& args) {
  return Eval(stage, args, false);
}
bool ObjectArrayEval(CqlStage& stage, CqlArguments& args) {
  return Eval(stage, args, true);
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kArrayExistsCql) = {
    .name = "array:exists",
    .doc =
        "Events with an array that has an element for which a condition holds: an expression, a filter function, or "
        "filters in braces. `var` is the name of the element in it, that of the array unless it is given.",
    .example = "array:exists(\"tags[]\", var=tag, condition={tag=prod* OR tag=test*})",
    .parameters = {{"array", Kind::kString, true, true},
                   {"condition", Kind::kFilter, false, true},
                   {"var", Kind::kString}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = ArrayExists,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayFilterCql) = {
    .name = "array:filter",
    .doc =
        "The elements of an array for which a condition holds, in its place or in `asArray`. `var` is the name of the "
        "element in it, that of the array unless it is given.",
    .example = "array:filter(\"mail[]\", var=address, function={address=*@example.com}, asArray=\"own[]\")",
    .parameters = {{"array", Kind::kString, true, true},
                   {"function", Kind::kFilter, false, true},
                   {"var", Kind::kString},
                   {"asArray", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Filter,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayEvalCql) = {
    .name = "array:eval",
    .doc =
        "What a query in braces computes for each element of an array, in its place or in `asArray`: the query assigns "
        "a field of the output array's name. Elements without a value leave no gap. `var` is the name of the element, "
        "that of the array unless it is given.",
    .example = "array:eval(\"values[]\", var=x, asArray=\"squared[]\", function={squared := x*x})",
    .parameters = {{"array", Kind::kString, true, true},
                   {"function", Kind::kPipeline, false, true},
                   {"var", Kind::kString},
                   {"asArray", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ArrayEval,
};
QUARRY_DEFINE(CqlFunctionDef, kObjectArrayExistsCql) = {
    .name = "objectArray:exists",
    .doc =
        "As `array:exists` for arrays whose elements are objects or arrays: `x.name` and `x.list[0]` are what stands "
        "below the element `x`.",
    .example = "objectArray:exists(\"labels[]\", var=x, condition={x.name=secret})",
    .parameters = {{"array", Kind::kString, true, true},
                   {"condition", Kind::kFilter, false, true},
                   {"var", Kind::kString}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = ObjectArrayExists,
};
QUARRY_DEFINE(CqlFunctionDef, kObjectArrayEvalCql) = {
    .name = "objectArray:eval",
    .doc =
        "As `array:eval` for arrays whose elements are objects or arrays: `x.name` and `x.list[0]` are what stands "
        "below the element `x`. The output array is flat.",
    .example = "objectArray:eval(\"labels[]\", var=x, asArray=\"names[]\", function={names := x.name})",
    .parameters = {{"array", Kind::kString, true, true},
                   {"asArray", Kind::kString, false, true},
                   {"function", Kind::kPipeline, false, true},
                   {"var", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ObjectArrayEval,
};

}  // namespace quarry

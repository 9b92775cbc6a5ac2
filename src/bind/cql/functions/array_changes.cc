// array:append(), array:dedup(), array:drop(), array:rename(), array:sort(): arrays out of arrays.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

ExprPtr Always() {
  return MakeLiteral(Value::Bool(true));
}

// The largest number of elements that the array may have here, where fields are closed.
std::optional<size_t> Most(const CqlStage& stage, const std::string& array) {
  return stage.open() ? std::nullopt : std::optional(stage.ArrayBound(array));
}

// What takes the place of `array`, or of `asArray` when that is given.
std::optional<std::string> Target(CqlArguments& args, const std::optional<std::string>& array) {
  return args.Has("asArray") ? args.Array("asArray") : array;
}

bool Append(CqlStage& stage, CqlArguments& args) {
  std::optional<std::string> array = args.Array("array");
  if (!array) return false;
  std::vector<ExprPtr> call = {stage.EventWithArray(*array), cql_value::Text(*array)};
  for (const ExprPtr& value : args.Values("values")) call.push_back(cql_value::AsText(value));
  if (!args.ok()) return false;
  if (call.size() == 2) return true;
  std::optional<size_t> most = Most(stage, *array);
  if (most) *most += call.size() - 2;
  return stage.ReplaceArray(*array, cql_value::Call("cql_array_append", std::move(call), args.span()), most, Always(),
                            args.span());
}

bool Change(CqlStage& stage, CqlArguments& args, std::string_view function, std::vector<ExprPtr> more) {
  std::optional<std::string> array = args.Array("array"), to = Target(args, array);
  if (!array || !to || !args.ok()) return false;
  ExprPtr event = stage.EventWithArray(*array);
  std::vector<ExprPtr> call = {event, cql_value::Text(*array), cql_value::Text(*to)};
  call.insert(call.end(), more.begin(), more.end());
  // Where there is no array, another one stays.
  ExprPtr there = *array == *to
                      ? Always()
                      : cql_value::Call("greater", {cql_value::Call("cql_array_length", {event, call[1]}, args.span()),
                                                    MakeLiteral(Value::Integer(Type::kLong, 0))});
  return stage.ReplaceArray(*to, cql_value::Call(function, std::move(call), args.span()), Most(stage, *array), there,
                            args.span());
}

bool Dedup(CqlStage& stage, CqlArguments& args) {
  return Change(stage, args, "cql_array_dedup", {});
}
bool Sort(CqlStage& stage, CqlArguments& args) {
  return Change(stage, args, "cql_array_sort",
                {cql_value::Text(args.String("type")), cql_value::Text(args.String("order"))});
}

bool DropFields(CqlStage& stage, const std::string& array, Span span) {
  if (!stage.open()) {
    for (const std::string& name : std::vector<std::string>(stage.names())) {
      if (name.starts_with(array + "[")) stage.Drop(name);
    }
    return true;
  }
  return stage.ReplaceArray(array, MakeLiteral(Value::Text(Type::kDynamic, "{}")), 0, Always(), span);
}

bool Drop(CqlStage& stage, CqlArguments& args) {
  std::optional<std::string> array = args.Array("array");
  return array && DropFields(stage, *array, args.span());
}

bool Rename(CqlStage& stage, CqlArguments& args) {
  std::optional<std::string> array = args.Array("array"), to = args.Array("asArray");
  if (!array || !to) return false;
  return *array == *to || (Change(stage, args, "cql_array_fields", {}) && DropFields(stage, *array, args.span()));
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kArrayAppendCql) = {
    .name = "array:append",
    .doc = "Values behind the elements of an array, which may be new. Absent values are left out.",
    .example = "array:append(\"related.user[]\", values=[user.name, \"system\"])",
    .parameters = {{"array", Kind::kString, true, true}, {"values", Kind::kExpressions, false, true}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Append,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayDedupCql) = {
    .name = "array:dedup",
    .doc = "The different elements of an array, each where it stands first, in its place or in `asArray`.",
    .example = "array:dedup(\"tags[]\")",
    .parameters = {{"array", Kind::kString, true, true}, {"asArray", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Dedup,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayDropCql) = {
    .name = "array:drop",
    .doc = "Removes an array, with all that stands below its elements.",
    .example = "array:drop(\"tags[]\")",
    .parameters = {{"array", Kind::kString, true, true}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Drop,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayRenameCql) = {
    .name = "array:rename",
    .doc = "Renames an array, with all that stands below its elements. An array of the new name is overwritten.",
    .example = "array:rename(\"mail[]\", asArray=\"user.email[]\")",
    .parameters = {{"array", Kind::kString, true, true}, {"asArray", Kind::kString, false, true}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Rename,
};
QUARRY_DEFINE(CqlFunctionDef, kArraySortCql) = {
    .name = "array:sort",
    .doc =
        "The elements of an array in order, in its place or in `asArray`: texts ignoring case, numbers (`type=number`, "
        "`hex`) by value with all else behind them.",
    .example = "array:sort(\"ports[]\", type=number, order=desc)",
    .parameters = {{"array", Kind::kString, true, true},
                   {"asArray", Kind::kString},
                   {"order", Kind::kEnum, false, false, "asc", "asc desc"},
                   {"type", Kind::kEnum, false, false, "string", "string number hex"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Sort,
};

}  // namespace quarry

// array:contains(), array:length(), array:regex(), concatArray(): arrays, which are fields name[0], name[1], ...
#include "bind/cql/arguments.h"
#include "functions/library/cql/regex_dialect.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

ExprPtr Whole(int64_t number) {
  return MakeLiteral(Value::Integer(Type::kLong, number));
}

bool ArrayContains(CqlStage& stage, CqlArguments& args) {
  std::string array = args.String("array");
  ExprPtr value = args.Get("value")->kind == cql::Expr::Kind::kCall ? cql_value::AsText(args.Value("value"))
                                                                    : cql_value::Text(args.String("value"));
  if (args.ok())
    stage.Require(cql_value::Call("cql_array_contains", {stage.EventWithArray(array), cql_value::Text(array), value},
                                  args.span()));
  return args.ok();
}

bool ArrayLength(CqlStage& stage, CqlArguments& args) {
  std::string array = args.String("array");
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_length"),
               cql_value::Call("cql_array_length", {stage.EventWithArray(array), cql_value::Text(array)}, args.span()));
  return true;
}

bool ArrayRegex(CqlStage& stage, CqlArguments& args) {
  std::string array = args.String("array"), regex = args.String("regex"), flags = args.String("flags");
  if (!args.ok()) return false;
  std::vector<std::string> names;
  if (Result<void> checked = CheckCqlRegex(regex, flags, &names); !checked) {
    args.Invalid("regex", checked.error().message).label = "in this regular expression";
    return false;
  }
  stage.Require(cql_value::Call(
      "cql_array_regex",
      {stage.EventWithArray(array), cql_value::Text(regex), cql_value::Text(flags), cql_value::Text(array)},
      args.span()));
  return true;
}

bool ConcatArray(CqlStage& stage, CqlArguments& args) {
  std::string array = args.Field("field");
  const double from = args.Number("from"), to = args.Has("to") ? args.Number("to") : -1;
  if (!args.ok()) return false;
  if (from < 0 || (args.Has("to") && to < from)) {
    args.Invalid(from < 0 ? "from" : "to", "`concatArray` takes elements from 0 on, and `to` is no less than `from`")
        .label = "not valid";
    return false;
  }
  auto text = [&](std::string_view name) {
    return cql_value::Text(args.Has(name) ? args.String(name) : std::string());
  };
  std::vector<ExprPtr> call = {stage.EventWithArray(array),
                               cql_value::Text(array),
                               Whole(static_cast<int64_t>(from)),
                               Whole(static_cast<int64_t>(to)),
                               text("separator"),
                               text("prefix"),
                               text("suffix")};
  if (args.ok())
    stage.Assign(stage.OutputName(args, "_concatArray"),
                 cql_value::Call("cql_array_concat", std::move(call), args.span()));
  return args.ok();
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kArrayContainsCql) = {
    .name = "array:contains",
    .doc = "Events with an array of which one element equals a value.",
    .example = "array:contains(\"tags[]\", value=prod)",
    .parameters = {{"array", Kind::kString, true, true}, {"value", Kind::kString, false, true}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = ArrayContains,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayLengthCql) = {
    .name = "array:length",
    .doc = "The number of elements of an array.",
    .example = "array:length(\"tags[]\")",
    .parameters = {{"array", Kind::kString, true, true}, {"as", Kind::kString, false, false, "_length"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = ArrayLength,
};
QUARRY_DEFINE(CqlFunctionDef, kArrayRegexCql) = {
    .name = "array:regex",
    .doc = "Events with an array in one element of which the expression matches, anywhere.",
    .example = "array:regex(\"tags[]\", regex=\"^prod\")",
    .parameters = {{"array", Kind::kString, true, true},
                   {"regex", Kind::kRegex, false, true},
                   {"flags", Kind::kString, false, false, ""}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = ArrayRegex,
};
QUARRY_DEFINE(CqlFunctionDef, kConcatArrayCql) = {
    .name = "concatArray",
    .doc =
        "The elements of an array in one text, from index `from` to index `to`; it ends before the first that is "
        "absent.",
    .example = "concatArray(tags, separator=\", \", as=all)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"from", Kind::kNumber, false, false, "0"},
                   {"to", Kind::kNumber},
                   {"separator", Kind::kString},
                   {"prefix", Kind::kString},
                   {"suffix", Kind::kString},
                   {"as", Kind::kString, false, false, "_concatArray"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = ConcatArray,
};

}  // namespace quarry

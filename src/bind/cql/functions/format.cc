// format(): a text from a format and fields.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Format(CqlStage& stage, CqlArguments& args) {
  if (args.Has("timezone"))
    return stage.context().Unsupported(args.SpanOf("timezone"), "parameter `timezone` of `format`");
  std::vector<ExprPtr> call = {cql_value::Text(args.String("format"), args.SpanOf("format"))};
  for (const std::string& field : args.Fields("field")) call.push_back(cql_value::AsText(stage.Field(field)));
  if (call.size() == 1) call.push_back(cql_value::Absent());
  if (!args.ok()) return false;
  Result<ExprPtr> bound = MakeCall(*FindFunction("cql_format"), std::move(call), args.span());
  if (!bound) {
    args.Invalid("format", bound.error().message).label = "in this format";
    return false;
  }
  stage.Assign(stage.OutputName(args, "_format"), *bound);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kFormatCql) = {
    .name = "format",
    .doc = "A text from a format as in Java (`%s`, `%,d`, `%.2f`, `%2$s`) and the values of fields.",
    .example = "format(\"%s logged on to %s\", field=[UserName, ComputerName], as=summary)",
    .parameters = {{"format", Kind::kString, true, true},
                   {"field", Kind::kFields},
                   {"as", Kind::kString, false, false, "_format"},
                   {"timezone", Kind::kString}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Format,
};

}  // namespace quarry

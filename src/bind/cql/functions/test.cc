// test(), text:contains(), text:startsWith(), text:endsWith(), dropEvent(): conditions over expressions.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

bool Test(CqlStage& stage, CqlArguments& args) {
  ExprPtr condition = stage.ConditionOfExpr(*args.Get("expression"));
  if (!condition) return false;
  stage.Require(condition);
  return true;
}

bool TextTest(CqlStage& stage, CqlArguments& args, std::string_view function) {
  ExprPtr text = cql_value::AsText(args.Value("string"));
  ExprPtr part = cql_value::AsText(args.Value("substring"));
  if (args.ok()) stage.Require(cql_value::Call(function, {text, part}, args.span()));
  return args.ok();
}
bool Contains(CqlStage& stage, CqlArguments& args) {
  return TextTest(stage, args, "contains_case");
}
bool StartsWith(CqlStage& stage, CqlArguments& args) {
  return TextTest(stage, args, "starts_with_case");
}
bool EndsWith(CqlStage& stage, CqlArguments& args) {
  return TextTest(stage, args, "ends_with_case");
}

bool DropEvent(CqlStage& stage, CqlArguments& args) {
  stage.Require(MakeLiteral(Value::Bool(false), args.span()));
  return true;
}

const std::vector<CqlParameter>& TextParameters() {
  static const std::vector<CqlParameter> kParameters = {{"string", CqlParameter::Kind::kExpression, true, true},
                                                        {"substring", CqlParameter::Kind::kExpression, false, true}};
  return kParameters;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kTestCql) = {
    .name = "test",
    .doc = "Events for which an expression is true: the way to compare two fields.",
    .example = "test(bytes_out > 2 * bytes_in)",
    .parameters = {{"expression", CqlParameter::Kind::kExpression, true, true}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Test,
};
QUARRY_DEFINE(CqlFunctionDef, kTextContainsCql) = {
    .name = "text:contains",
    .doc = "Events in which one text contains another. Case counts.",
    .example = "text:contains(string=url, substring=host)",
    .parameters = TextParameters(),
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Contains,
};
QUARRY_DEFINE(CqlFunctionDef, kTextStartsWithCql) = {
    .name = "text:startsWith",
    .doc = "Events in which one text starts with another. Case counts.",
    .example = "text:startsWith(string=host, substring=\"web-\")",
    .parameters = TextParameters(),
    .role = CqlFunctionDef::Role::kFilter,
    .bind = StartsWith,
};
QUARRY_DEFINE(CqlFunctionDef, kTextEndsWithCql) = {
    .name = "text:endsWith",
    .doc = "Events in which one text ends with another. Case counts.",
    .example = "text:endsWith(string=host, substring=\".local\")",
    .parameters = TextParameters(),
    .role = CqlFunctionDef::Role::kFilter,
    .bind = EndsWith,
};
QUARRY_DEFINE(CqlFunctionDef, kDropEventCql) = {
    .name = "dropEvent",
    .doc = "Removes the event.",
    .example = "case { level=debug | dropEvent(); * }",
    .role = CqlFunctionDef::Role::kFilter,
    .bind = DropEvent,
};

}  // namespace quarry

// in(): one of several patterns.
#include "base/ascii.h"
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

bool Bind(CqlStage& stage, CqlArguments& args) {
  ExprPtr value = cql_value::AsText(args.FieldValue("field"));
  bool ignore_case = args.Bool("ignoreCase");
  if (ignore_case) value = cql_value::Call("cql_lower", {value}, value->span);
  std::vector<ExprPtr> any;
  for (const cql::Expr* item : args.List("values")) {
    std::optional<std::string> pattern = args.TextOf(*item);
    if (!pattern) return false;
    if (ignore_case) *pattern = AsciiLowered(*pattern);
    if (!pattern->empty() && pattern->find_first_not_of('*') == std::string::npos)
      any.push_back(cql_value::Present(value));
    else
      any.push_back(stage.MatchPattern(value, *pattern, item->span, args.span()));
  }
  stage.Require(cql_value::Or(std::move(any)));
  return args.ok();
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kInCql) = {
    .name = "in",
    .doc = "Events whose field is one of `values`, each a pattern in which `*` stands for any text.",
    .example = "in(FileName, values=[\"cmd.exe\", \"power*\"], ignoreCase=true)",
    .parameters = {{"field", CqlParameter::Kind::kField, true, true},
                   {"values", CqlParameter::Kind::kStrings, false, true},
                   {"ignoreCase", CqlParameter::Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Bind,
};

}  // namespace quarry

// regex(): a regular expression in a text; named groups become fields.
#include "bind/cql/arguments.h"
#include "functions/library/cql/regex_dialect.h"

namespace quarry {
namespace {

// One event for each match.
bool EachMatch(CqlStage& stage, CqlArguments& args, const std::string& pattern, const std::string& flags, bool strict) {
  if (args.call().negated) return stage.context().Unsupported(args.span(), "`!regex(repeat=true)`");
  if (!stage.MayChangeRows(args.span(), "`regex(repeat=true)`")) return false;
  std::vector<std::string> names;
  if (Result<void> checked = CheckCqlRegex(pattern, flags, &names); !checked) {
    args.Invalid("regex", checked.error().message).label = "in this regular expression";
    return false;
  }
  uint64_t limit = args.Limit("limit", 10'000);
  if (!args.ok()) return false;
  stage.Materialize();
  UnnestColumn match;
  match.id = stage.NextId();
  match.name = "match";
  match.value = cql_value::Call(
      "cql_regex_matches",
      {cql_value::AsText(args.FieldValue("field")), cql_value::Text(pattern), cql_value::Text(flags)}, args.span());
  stage.SetPlan(MakeUnnest(stage.Plan(), {match}, !strict, "", 0, limit, args.span()));
  ExprPtr object = MakeColumn(match.id, Type::kDynamic);
  if (strict) stage.Require(cql_value::Present(object));
  for (const std::string& name : names)
    stage.Assign(name, cql_value::Call("cql_member", {object, cql_value::Text(name)}, args.span()));
  stage.row_bound.reset();
  return true;
}

bool Bind(CqlStage& stage, CqlArguments& args) {
  const cql::Expr* pattern = args.Get("regex");
  std::string flags = args.String("flags");
  std::string text = args.String("regex");
  if (pattern->kind == cql::Expr::Kind::kRegex) {
    Diagnostic& d = stage.context().Rejected(pattern->span, "a regular expression literal as an argument",
                                             "expected a string; `/.../` is a filter");
    d.label = "read as a string";
    for (char flag : pattern->parameter.flags) {
      if (flags.find(flag) == std::string::npos) flags += flag;
    }
  }
  if (flags.find('g') != std::string::npos) {
    args.Invalid("flags", "flag `g` is not valid in `regex()`").label = "`repeat=true` finds all matches";
    return false;
  }
  bool strict = args.Bool("strict");
  ExprPtr value = args.FieldValue("field");
  const bool repeat = args.Bool("repeat");
  if (!args.ok()) return false;
  if (repeat) return EachMatch(stage, args, text, flags, strict);
  ExprPtr match = stage.MatchRegex(value, text, flags, pattern->span, !args.call().negated);
  if (!match) return false;
  if (strict)
    stage.Require(match);
  else if (args.call().negated) {
    args.Invalid("strict", "`!regex(strict=false)` keeps and removes the same events").label = "not valid with `!`";
    return false;
  }
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kRegexCql) = {
    .name = "regex",
    .doc =
        "Events in whose field the expression matches. Named groups become fields. With `strict=false` the others "
        "stay, too; `repeat=true` gives an event for each match.",
    .example = "regex(\"(?<host>[^/]+)/\", field=url, strict=false)",
    .parameters = {{"regex", CqlParameter::Kind::kRegex, true, true},
                   {"field", CqlParameter::Kind::kField, false, false, "@rawstring"},
                   {"flags", CqlParameter::Kind::kString, false, false, "m"},
                   {"repeat", CqlParameter::Kind::kBool, false, false, "false"},
                   {"strict", CqlParameter::Kind::kBool, false, false, "true"},
                   {"limit", CqlParameter::Kind::kNumber, false, false, "100"}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Bind,
};

}  // namespace quarry

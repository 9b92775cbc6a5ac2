// regex(): a regular expression in a text; named groups become fields.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

bool Bind(CqlStage& stage, CqlArguments& args) {
  const cql::Expr* pattern = args.Get("regex");
  std::string flags = args.String("flags");
  std::string text = args.String("regex");
  if (pattern->kind == cql::Expr::Kind::kRegex) {
    Diagnostic& d = stage.context().Rejected(pattern->span, "a regular expression literal as an argument", "expected a string; `/.../` is a filter");
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
  if (args.Bool("repeat")) return stage.context().Unsupported(args.SpanOf("repeat"), "parameter `repeat` of `regex`");
  ExprPtr value = args.FieldValue("field");
  if (!args.ok()) return false;
  ExprPtr match = stage.MatchRegex(value, text, flags, pattern->span, !args.call().negated);
  if (!match) return false;
  if (strict) stage.Require(match);
  else if (args.call().negated) {
    args.Invalid("strict", "`!regex(strict=false)` keeps and removes the same events").label = "not valid with `!`";
    return false;
  }
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kRegexCql) = {
    .name = "regex",
    .doc = "Events in whose field the expression matches. Named groups become fields. With `strict=false` the others stay, too.",
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

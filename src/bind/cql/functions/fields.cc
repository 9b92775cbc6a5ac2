// rename(), drop(), default(), concat(): fields as a whole.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

void RenameOne(CqlStage& stage, const std::string& from, const std::string& to) {
  if (from == to) return;
  stage.Assign(to, stage.Field(from));
  stage.Drop(from);
}

bool Rename(CqlStage& stage, CqlArguments& args) {
  const cql::Expr& field = *args.Get("field");
  const bool pairs = field.kind == cql::Expr::Kind::kArray && !field.operands.empty() &&
                     field.operands[0]->kind == cql::Expr::Kind::kArray;
  if (!pairs) {
    std::string output = stage.OutputName(args, "");
    if (output.empty()) {
      stage.diagnostics().Add(Code::Q0205, args.call().name_span, "`rename` needs its parameter `as`").label =
          "`as` is missing";
      return false;
    }
    std::string from = args.Field("field");
    if (args.ok()) RenameOne(stage, from, output);
    return args.ok();
  }
  for (const cql::Expr* pair : field.operands) {
    if (pair->kind != cql::Expr::Kind::kArray || pair->operands.size() != 2) {
      stage.diagnostics().Add(Code::Q0208, pair->span, "`rename` takes pairs `[from, to]`").label = "not a pair";
      return false;
    }
    std::optional<std::string> from = args.NameOf(*pair->operands[0]), to = args.NameOf(*pair->operands[1]);
    if (!from || !to) return false;
    RenameOne(stage, *from, *to);
  }
  return true;
}

bool Drop(CqlStage& stage, CqlArguments& args) {
  for (const std::string& name : args.Fields("fields")) stage.Drop(name);
  return args.ok();
}

bool Default(CqlStage& stage, CqlArguments& args) {
  const cql::Expr& given = *args.Get("value");
  ExprPtr value;
  // The value is an expression, but a bare word is a text.
  if (given.kind == cql::Expr::Kind::kWord || given.kind == cql::Expr::Kind::kPattern)
    value = cql_value::Text(given.text, given.span);
  else
    value = args.Value("value");
  bool replace_empty = args.Bool("replaceEmpty");
  for (const std::string& name : args.Fields("field")) {
    ExprPtr old = cql_value::AsText(stage.Field(name));
    if (replace_empty && !old->is_literal()) {
      ExprPtr useful = cql_value::Not(
          cql_value::Or({cql_value::Call("is_null", {old}), cql_value::Call("equals", {old, cql_value::Text("")})}));
      stage.Set(name, cql_value::Choose(useful, old, cql_value::AsText(value)));
    } else {
      stage.Set(name, cql_value::FirstOf(old, cql_value::AsText(value)));
    }
  }
  return args.ok();
}

bool Concat(CqlStage& stage, CqlArguments& args) {
  std::vector<ExprPtr> values;
  for (const std::string& name : args.Fields("field")) values.push_back(cql_value::AsText(stage.Field(name)));
  if (!args.ok() || values.empty()) return false;
  stage.Assign(stage.OutputName(args, "_concat"), cql_value::Call("cql_concat", std::move(values), args.span()));
  return true;
}

using Kind = CqlParameter::Kind;

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kRenameCql) = {
    .name = "rename",
    .doc =
        "Renames a field, or several by pairs `[[from, to], ...]`. A field of the new name is overwritten; an absent "
        "one changes nothing.",
    .example = "rename(field=aip, as=external_ip)",
    .parameters = {{"field", Kind::kAny, true, true}, {"as", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Rename,
};
QUARRY_DEFINE(CqlFunctionDef, kDropCql) = {
    .name = "drop",
    .doc = "Removes fields.",
    .example = "drop([@rawstring, _count])",
    .parameters = {{"fields", Kind::kFields, true, true}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Drop,
};
QUARRY_DEFINE(CqlFunctionDef, kDefaultCql) = {
    .name = "default",
    .doc = "Gives fields a value where they are absent, with `replaceEmpty` also where they are empty.",
    .example = "default(value=\"-\", field=[UserName, ComputerName])",
    .parameters = {{"value", Kind::kExpression, true, true},
                   {"field", Kind::kFields, false, true},
                   {"replaceEmpty", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Default,
};
QUARRY_DEFINE(CqlFunctionDef, kConcatCql) = {
    .name = "concat",
    .doc = "The values of fields, one behind the other.",
    .example = "concat([aid, TargetProcessId], as=key)",
    .parameters = {{"field", Kind::kFields, true, true}, {"as", Kind::kString, false, false, "_concat"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Concat,
};

}  // namespace quarry

// if(), coalesce(), eval(), getField(), setField(): values chosen or computed by expressions.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

bool If(CqlStage& stage, CqlArguments& args) {
  ExprPtr condition = stage.ConditionOfExpr(*args.Get("condition"));
  ExprPtr then = args.Value("then"), otherwise = args.Value("else");
  if (!condition || !args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_if"), cql_value::Choose(condition, then, otherwise));
  return true;
}

bool Coalesce(CqlStage& stage, CqlArguments& args) {
  bool ignore_empty = args.Bool("ignoreEmpty");
  ExprPtr first = cql_value::Absent();
  std::vector<ExprPtr> values = args.Values("expressions");
  for (size_t i = values.size(); i-- > 0;) {
    ExprPtr value = cql_value::AsText(values[i]);
    if (ignore_empty && !value->is_literal()) {
      value = cql_value::Choose(cql_value::Not(cql_value::Call("equals", {value, cql_value::Text("")})), value,
                                cql_value::Absent());
    } else if (ignore_empty && !value->literal.is_null() && value->literal.text().empty()) {
      value = cql_value::Absent();
    }
    first = cql_value::FirstOf(value, first);
  }
  if (args.ok()) stage.Assign(stage.OutputName(args, "_coalesce"), first);
  return args.ok();
}

bool Eval(CqlStage& stage, CqlArguments& args) {
  bool good = true;
  for (const cql::Argument& argument : args.call().args) {
    std::string_view name = argument.name;
    const cql::Expr* value = argument.value;
    if (name.empty() && value->kind == cql::Expr::Kind::kAssign) {
      name = value->text;
      value = value->operands[0];
    }
    if (name.empty()) {
      stage.diagnostics().Add(Code::Q0205, argument.span, "`eval` takes assignments `field=expression`").label =
          "needs a name";
      good = false;
      continue;
    }
    stage.context().enclosing_eval = &args.call();
    ExprPtr bound = stage.Value(*value);
    stage.context().enclosing_eval = nullptr;
    if (!bound) {
      good = false;
      continue;
    }
    stage.Assign(name, bound);
    good &= stage.MaterializeIfLarge(argument.span);
  }
  return good;
}

bool GetField(CqlStage& stage, CqlArguments& args) {
  const cql::Expr& source = *args.Get("source");
  ExprPtr name = stage.Value(source);
  if (!name) return false;
  std::string output = stage.OutputName(args, "_getField");
  if (name->is_literal()) {
    stage.Assign(output, stage.Field(cql_value::AsText(name)->literal.text(), source.span));
    return true;
  }
  if (!stage.open()) {
    return stage.context().Unsupported(source.span, "`getField()` with a computed name behind an aggregate");
  }
  ExprPtr value = cql_value::Call("cql_member", {stage.EventWithArray(), cql_value::AsText(name)}, args.span());
  // Fields that the query assigned are not in the event.
  for (const std::string& field : stage.names()) {
    value = cql_value::Choose(cql_value::Call("equals", {cql_value::AsText(name), cql_value::Text(field)}),
                              cql_value::AsText(stage.Field(field)), value);
  }
  stage.Assign(output, value);
  return true;
}

bool SetField(CqlStage& stage, CqlArguments& args) {
  ExprPtr target = args.Value("target"), value = args.Value("value");
  if (!args.ok()) return false;
  if (!target->is_literal())
    return stage.context().Unsupported(args.SpanOf("target"), "`setField()` with a computed name");
  stage.Assign(cql_value::AsText(target)->literal.text(), value);
  return true;
}

using Kind = CqlParameter::Kind;

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kIfCql) = {
    .name = "if",
    .doc = "One of two values, by a condition: an expression, a filter function, or filters in braces.",
    .example = "risk := if(cidr(ip, subnet=\"10.0.0.0/8\"), then=\"low\", else=\"high\")",
    .parameters = {{"condition", Kind::kExpression, true, true},
                   {"then", Kind::kExpression, false, true},
                   {"else", Kind::kExpression, false, true},
                   {"as", Kind::kString, false, false, "_if"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = If,
};
QUARRY_DEFINE(CqlFunctionDef, kCoalesceCql) = {
    .name = "coalesce",
    .doc = "The first value that is present and, unless `ignoreEmpty=false`, not empty.",
    .example = "user := coalesce([UserName, UserSid, \"unknown\"])",
    .parameters = {{"expressions", Kind::kExpressions, true, true},
                   {"as", Kind::kString, false, false, "_coalesce"},
                   {"ignoreEmpty", Kind::kBool, false, false, "true"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Coalesce,
};
QUARRY_DEFINE(CqlFunctionDef, kEvalCql) = {
    .name = "eval",
    .doc = "Assigns fields, from left to right: `eval(a=b+1, c=a*2)`.",
    .example = "eval(ratio=bytes_out/bytes_in)",
    .role = CqlFunctionDef::Role::kTransform,
    .any_names = true,
    .bind = Eval,
};
QUARRY_DEFINE(CqlFunctionDef, kGetFieldCql) = {
    .name = "getField",
    .doc = "The field that an expression names: `getField(\"odd name\")`.",
    .example = "value := getField(name)",
    .parameters = {{"source", Kind::kExpression, true, true}, {"as", Kind::kString, false, false, "_getField"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = GetField,
};
QUARRY_DEFINE(CqlFunctionDef, kSetFieldCql) = {
    .name = "setField",
    .doc = "Assigns the field that `target` names.",
    .example = "setField(target=\"odd name\", value=a + 1)",
    .parameters = {{"target", Kind::kExpression, false, true}, {"value", Kind::kExpression, false, true}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = SetField,
};

}  // namespace quarry

// Conversions between the types that CQL values take inside a plan.
#include "bind/cql/stage.h"
#include "functions/library/cql/number_text.h"

namespace quarry::cql_value {

ExprPtr Call(std::string_view function, std::vector<ExprPtr> args, Span span) {
  return MakeCall(function, std::move(args), span);
}

ExprPtr Absent() {
  return MakeLiteral(Value::Null(Type::kString));
}
bool IsAbsent(const ExprPtr& value) {
  return value->is_literal() && value->literal.is_null();
}
bool NeverAbsent(const ExprPtr& value) {
  if (value->is_literal()) return !value->literal.is_null();
  if (value->kind != Expr::Kind::kCall) return false;
  const std::vector<ExprPtr>& args = value->args;
  if (value->function->name == "cql_first") {
    for (const ExprPtr& arg : args) {
      if (NeverAbsent(arg)) return true;
    }
  }
  if (value->function->name == "cql_text") return NeverAbsent(args[0]);
  if (value->function->name != "cql_case" || args.size() % 2 == 0) return false;
  for (size_t i = 1; i < args.size(); i += 2) {
    if (!NeverAbsent(args[i])) return false;
  }
  return NeverAbsent(args.back());
}
ExprPtr Text(std::string_view text, Span span) {
  return MakeLiteral(Value::String(text), span);
}
ExprPtr Number(double number, Span span) {
  return MakeLiteral(Value::Real(number), span);
}

ExprPtr AsText(const ExprPtr& value) {
  if (value->type == Type::kString) return value;
  if (IsAbsent(value)) return Absent();
  if (value->is_literal() && value->type == Type::kBool)
    return Text(value->literal.boolean() ? "true" : "false", value->span);
  return Call("cql_text", {value}, value->span);
}

ExprPtr AsNumber(const ExprPtr& value) {
  if (value->type == Type::kReal) return value;
  if (IsAbsent(value)) return MakeLiteral(Value::Null(Type::kReal), value->span);
  if (value->type == Type::kLong && value->is_literal())
    return Number(static_cast<double>(value->literal.integer()), value->span);
  if (value->type == Type::kString && value->is_literal()) {
    std::optional<double> number = ParseCqlNumber(value->literal.text());
    return number ? Number(*number, value->span) : MakeLiteral(Value::Null(Type::kReal), value->span);
  }
  return Call("cql_number", {AsText(value)}, value->span);
}

ExprPtr AsCondition(const ExprPtr& value) {
  if (value->type == Type::kBool) return value;
  return Call("equals", {AsText(value), Text("true")}, value->span);
}

namespace {
bool NeverNull(const ExprPtr& condition) {
  if (condition->is_literal()) return !condition->literal.is_null();
  if (condition->kind != Expr::Kind::kCall) return false;
  std::string_view name = condition->function->name;
  if (name == "is_null" || name == "is_not_null" || name == "cql_is_true") return true;
  if (name == "and" || name == "or" || name == "not") {
    for (const ExprPtr& arg : condition->args) {
      if (!NeverNull(arg)) return false;
    }
    return true;
  }
  return condition->function->null_rule == NullRule::kFalse;
}
}  // namespace

ExprPtr Not(const ExprPtr& condition) {
  if (condition->is_literal() && condition->type == Type::kBool) {
    return MakeLiteral(Value::Bool(condition->literal.is_null() || !condition->literal.boolean()), condition->span);
  }
  if (condition->kind == Expr::Kind::kCall && condition->function->name == "is_null")
    return Present(condition->args[0]);
  if (condition->kind == Expr::Kind::kCall && condition->function->name == "is_not_null") {
    return Call("is_null", {condition->args[0]}, condition->span);
  }
  ExprPtr sure = NeverNull(condition) ? condition : Call("cql_is_true", {condition}, condition->span);
  return Call("not", {sure}, condition->span);
}

ExprPtr And(std::vector<ExprPtr> terms) {
  return MakeAnd(std::move(terms));
}

ExprPtr Or(std::vector<ExprPtr> terms) {
  if (terms.empty()) return MakeLiteral(Value::Bool(false));
  ExprPtr any = terms[0];
  for (size_t i = 1; i < terms.size(); ++i) any = Call("or", {any, terms[i]}, Span::Cover(any->span, terms[i]->span));
  return any;
}

ExprPtr Present(const ExprPtr& value) {
  if (value->is_literal()) return MakeLiteral(Value::Bool(!value->literal.is_null()), value->span);
  return Call("is_not_null", {value}, value->span);
}

ExprPtr FirstOf(const ExprPtr& a, const ExprPtr& b) {
  if (IsAbsent(a)) return b;
  if (IsAbsent(b) || (a->is_literal() && !a->literal.is_null())) return a;
  if (SameExpr(*a, *b)) return a;
  if (a->type != b->type) return Call("cql_first", {AsText(a), AsText(b)}, a->span);
  return Call("cql_first", {a, b}, a->span);
}

ExprPtr Choose(const ExprPtr& condition, const ExprPtr& then, const ExprPtr& otherwise) {
  if (condition->is_literal()) return !condition->literal.is_null() && condition->literal.boolean() ? then : otherwise;
  if (SameExpr(*then, *otherwise)) return then;
  if (then->type != otherwise->type)
    return Call("cql_case", {condition, AsText(then), AsText(otherwise)}, condition->span);
  return Call("cql_case", {condition, then, otherwise}, condition->span);
}

}  // namespace quarry::cql_value

// Expressions: bare words are fields, quoted ones texts. null (absent) propagates.
#include "base/ascii.h"
#include "bind/cql/arguments.h"
#include "bind/cql/corrections.h"
#include "bind/cql/stage.h"
#include "functions/library/cql/number_text.h"
#include "syntax/cql/catalogue.h"

namespace quarry {

using namespace cql_value;

namespace {

constexpr std::string_view kValueField = "\x01value";

bool LooksNumeric(std::string_view word) {
  return !word.empty() && (IsAsciiDigit(word[0]) || (word[0] == '.' && word.size() > 1 && IsAsciiDigit(word[1]))) &&
         ParseCqlNumber(word);
}

ExprPtr NumberLiteral(std::string_view word, Span span) {
  // A number of more than 15 digits would lose its end as a double.
  if (word.size() > 15 && word.find_first_not_of("0123456789") == std::string_view::npos) return Text(word, span);
  return Number(*ParseCqlNumber(word), span);
}

}  // namespace

ExprPtr CqlStage::Value(const cql::Expr& expr) {
  Span span = expr.span;
  switch (expr.kind) {
    case cql::Expr::Kind::kWord: {
      if (LooksNumeric(expr.text)) return NumberLiteral(expr.text, span);
      if (expr.text == "true" || expr.text == "false")
        return MakeLiteral(quarry::Value::Bool(expr.text == "true"), span);
      auto placed = std::make_shared<Expr>(*Field(expr.text, span));
      placed->span = span;
      return placed;
    }
    case cql::Expr::Kind::kString:
      return Text(expr.text, span);
    case cql::Expr::Kind::kParameter: {
      const std::string* text = context_->Parameter(expr.parameter);
      return text ? Text(*text, span) : nullptr;
    }
    case cql::Expr::Kind::kCall:
      return ValueOfCall(*expr.call);
    case cql::Expr::Kind::kPipeline:
      return ConditionOfExpr(expr);
    case cql::Expr::Kind::kUnary: {
      ExprPtr operand = Value(*expr.operands[0]);
      if (!operand) return nullptr;
      if (expr.op == "-") {
        ExprPtr number = AsNumber(operand);
        if (number->is_literal() && !number->literal.is_null()) return Number(-number->literal.real(), span);
        return Call("negate", {number}, span);
      }
      if (operand->type == Type::kBool) return Call("not", {operand}, span);
      return Call("cql_not", {AsText(operand)}, span);
    }
    case cql::Expr::Kind::kBinary: {
      ExprPtr left = Value(*expr.operands[0]);
      ExprPtr right = Value(*expr.operands[1]);
      if (!left || !right) return nullptr;
      std::string_view op = expr.op;
      if (op == "==" || op == "!=") {
        bool numbers = left->type == Type::kReal && right->type == Type::kReal;
        bool bools = left->type == Type::kBool && right->type == Type::kBool;
        ExprPtr equal = numbers || bools ? Call("equals", {left, right}, span)
                                         : Call("cql_equal", {AsText(left), AsText(right)}, span);
        return op == "==" ? equal : Call("not", {equal}, span);
      }
      ExprPtr a = AsNumber(left), b = AsNumber(right);
      std::string_view function = op == "+"    ? "add"
                                  : op == "-"  ? "subtract"
                                  : op == "*"  ? "multiply"
                                  : op == "/"  ? "divide"
                                  : op == "%"  ? "cql_remainder"
                                  : op == "<"  ? "less"
                                  : op == "<=" ? "less_equal"
                                  : op == ">"  ? "greater"
                                               : "greater_equal";
      return Call(function, {a, b}, span);
    }
    case cql::Expr::Kind::kFilter: {
      const cql::Filter& filter = *expr.filter;
      Diagnostic& d = context_->Rejected(span, "a filter inside an expression",
                                         "expressions have no `and`, `or` and no patterns; a filter stands in braces");
      d.label = "read as `{" + std::string(context_->sources.TextOf(span)) + "}`";
      d.fixes.push_back({{span.start, span.start, span.source}, "{"});
      d.fixes.push_back({{span.end, span.end, span.source}, "}"});
      return Condition(filter, false);
    }
    case cql::Expr::Kind::kAssign:
    case cql::Expr::Kind::kArray:
    case cql::Expr::Kind::kPattern:
    case cql::Expr::Kind::kRegex:
      break;
  }
  diagnostics().Add(Code::Q0204, span, "an expression is needed here").label =
      expr.kind == cql::Expr::Kind::kArray   ? "this is an array"
      : expr.kind == cql::Expr::Kind::kRegex ? "this is a regular expression"
                                             : "not an expression";
  return nullptr;
}

ExprPtr CqlStage::ConditionOfExpr(const cql::Expr& expr) {
  if (expr.kind == cql::Expr::Kind::kPipeline) {
    CqlStage trial = *this;
    trial.conditions_.clear();
    trial.inline_rows = true;
    if (!trial.Apply(*expr.pipeline)) return nullptr;
    return And(trial.TakeConditions());
  }
  ExprPtr value = Value(expr);
  return value ? AsCondition(value) : nullptr;
}

ExprPtr CqlStage::ValueOfCall(const cql::Call& written) {
  if (EqualsIgnoreAsciiCase(written.name, "case") && !written.saved_query) return CaseFunction(written);
  const cql::Call* call = CorrectedCall(*context_, written);
  if (!call) return nullptr;
  const CqlFunctionDef* def = call->saved_query ? nullptr : FindCqlFunction(call->name);
  if (def && def->role == CqlFunctionDef::Role::kFilter) return ConditionOfCall(*call, false);
  if (def && def->role == CqlFunctionDef::Role::kAggregate) {
    diagnostics()
        .Add(Code::Q0209, call->span, "aggregate `" + std::string(def->name) + "` is not valid in an expression")
        .label = "aggregates are stages of their own";
    return nullptr;
  }
  CqlStage trial = *this;
  trial.conditions_.clear();
  trial.inline_rows = true;
  trial.as_expression_ = true;
  if (!trial.ApplyCall(*call, kValueField)) return nullptr;
  if (context_->recording) own_ = trial.own_;
  auto found = trial.fields_.find(std::string(kValueField));
  if (found != trial.fields_.end()) return found->second;
  bool has_output = false;
  if (def) {
    for (const CqlParameter& p : def->parameters) has_output |= p.name == "as";
  }
  if (def && !has_output) {
    diagnostics()
        .Add(Code::Q0209, call->span,
             "`" + std::string(def->name) + "` gives no value and is not valid in an expression")
        .label = "has no parameter `as`";
    return nullptr;
  }
  return Absent();
}

std::string CqlStage::OutputName(CqlArguments& args, std::string_view fallback) {
  if (!forced_output_.empty()) return std::exchange(forced_output_, {});
  if (args.Has("as")) return args.Field("as");
  return std::string(fallback);
}

// case(condition, value, ..., default=value): no function of the platform; its meaning is that of `case {}`.
ExprPtr CqlStage::CaseFunction(const cql::Call& call) {
  std::vector<ExprPtr> parts;
  ExprPtr otherwise;
  std::vector<const cql::Expr*> unnamed;
  for (const cql::Argument& argument : call.args) {
    if (argument.name == "default" || argument.name == "else") {
      otherwise = Value(*argument.value);
      if (!otherwise) return nullptr;
    } else if (argument.name.empty()) {
      unnamed.push_back(argument.value);
    } else {
      diagnostics()
          .Add(Code::Q0208, argument.name_span, "no parameter `" + std::string(argument.name) + "` in `case()`")
          .label = "only `default`";
      return nullptr;
    }
  }
  RejectCaseFunction(*context_, call);
  if (unnamed.size() % 2 == 1 && !otherwise) {
    otherwise = Value(*unnamed.back());
    if (!otherwise) return nullptr;
    unnamed.pop_back();
  }
  if (unnamed.size() < 2 || unnamed.size() % 2 == 1) {
    diagnostics().Add(Code::Q0205, call.span, "`case()` takes pairs of a condition and a value").label =
        "a value is missing";
    return nullptr;
  }
  if (!otherwise) otherwise = Absent();
  std::vector<ExprPtr> values;
  bool same_type = true;
  for (size_t i = 0; i < unnamed.size(); i += 2) {
    ExprPtr condition = ConditionOfExpr(*unnamed[i]);
    ExprPtr value = Value(*unnamed[i + 1]);
    if (!condition || !value) return nullptr;
    parts.push_back(condition);
    parts.push_back(value);
    same_type &= value->type == otherwise->type;
  }
  parts.push_back(otherwise);
  if (!same_type) {
    for (size_t i = 1; i < parts.size(); i += i + 2 < parts.size() ? 2 : 1) parts[i] = AsText(parts[i]);
  }
  return Call("cql_case", std::move(parts), call.span);
}

}  // namespace quarry

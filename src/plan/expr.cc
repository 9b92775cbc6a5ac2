// Builders and walks of plan expressions.
#include "plan/expr.h"

#include <utility>

namespace quarry {

namespace {
std::shared_ptr<Expr> New(Expr::Kind kind, Type type, Span span) {
  auto expr = std::make_shared<Expr>();
  expr->kind = kind;
  expr->type = type;
  expr->span = span;
  return expr;
}
}  // namespace

ExprPtr MakeColumn(ColumnId id, Type type, Span span) {
  auto expr = New(Expr::Kind::kColumn, type, span);
  expr->column = id;
  return expr;
}

ExprPtr MakeLiteral(Value value, Span span) {
  auto expr = New(Expr::Kind::kLiteral, value.type(), span);
  expr->literal = std::move(value);
  return expr;
}

Result<ExprPtr> MakeCall(const FunctionDef& function, std::vector<ExprPtr> args, Span span) {
  std::vector<Type> types;
  types.reserve(args.size());
  for (const ExprPtr& arg : args) types.push_back(arg->type);
  auto expr = New(Expr::Kind::kCall, ResultTypeOf(function, types), span);
  expr->function = &function;
  if (function.prepare != nullptr) {
    std::vector<const Value*> constants;
    constants.reserve(args.size());
    for (const ExprPtr& arg : args) constants.push_back(arg->is_literal() ? &arg->literal : nullptr);
    Result<std::unique_ptr<const CallState>> state = function.prepare({types, constants});
    if (!state) return state.error();
    expr->state = std::move(*state);
  }
  expr->args = std::move(args);
  return ExprPtr(std::move(expr));
}

ExprPtr MakeCall(std::string_view canonical_name, std::vector<ExprPtr> args, Span span) {
  const FunctionDef* function = FindFunction(canonical_name);
  QUARRY_CHECK(function != nullptr);
  Result<ExprPtr> call = MakeCall(*function, std::move(args), span);
  QUARRY_CHECK(call.has_value());
  return std::move(*call);
}

ExprPtr MakeSubquery(RelPtr relation, Type type, Span span) {
  auto expr = New(Expr::Kind::kSubquery, type, span);
  expr->relation = std::move(relation);
  return expr;
}

ExprPtr MakeInQuery(ExprPtr value, RelPtr relation, bool ignore_case, Span span) {
  auto expr = New(Expr::Kind::kInQuery, Type::kBool, span);
  expr->args.push_back(std::move(value));
  expr->relation = std::move(relation);
  expr->ignore_case = ignore_case;
  return expr;
}

ExprPtr MakeAnd(std::vector<ExprPtr> terms) {
  if (terms.empty()) return MakeLiteral(Value::Bool(true));
  if (terms.size() == 1) return terms[0];
  Span span;
  for (const ExprPtr& term : terms)
    if (!span.known() || span.source == term->span.source) span = Span::Cover(span, term->span);
  return MakeCall("and", std::move(terms), span);
}

void SplitAnd(const ExprPtr& expr, std::vector<ExprPtr>& terms) {
  if (expr->kind == Expr::Kind::kCall && expr->function->name == "and") {
    for (const ExprPtr& arg : expr->args) SplitAnd(arg, terms);
  } else {
    terms.push_back(expr);
  }
}

void CollectColumns(const Expr& expr, std::vector<ColumnId>& columns) {
  if (expr.kind == Expr::Kind::kColumn) columns.push_back(expr.column);
  for (const ExprPtr& arg : expr.args) CollectColumns(*arg, columns);
}

namespace {
// Walks the expression once; after that its facts are known.
const ExprFacts& Walked(const Expr& expr) {
  if (expr.facts.Has(ExprFacts::kWalked)) return expr.facts;
  uint8_t facts = ExprFacts::kWalked;
  if (expr.relation) facts |= ExprFacts::kHasRelation;
  if (expr.kind == Expr::Kind::kCall && !expr.function->deterministic) facts |= ExprFacts::kVaries;
  for (const ExprPtr& arg : expr.args) {
    const ExprFacts& of_arg = Walked(*arg);
    if (of_arg.Has(ExprFacts::kHasRelation)) facts |= ExprFacts::kHasRelation;
    if (of_arg.Has(ExprFacts::kVaries)) facts |= ExprFacts::kVaries;
  }
  expr.facts.Add(facts);
  return expr.facts;
}
}  // namespace

bool HasRelation(const Expr& expr) {
  return Walked(expr).Has(ExprFacts::kHasRelation);
}

bool IsDeterministic(const Expr& expr) {
  return !Walked(expr).Has(ExprFacts::kVaries);
}

bool SameExpr(const Expr& a, const Expr& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind || a.type != b.type || a.args.size() != b.args.size()) return false;
  if (a.column != b.column || a.function != b.function || a.relation != b.relation || a.ignore_case != b.ignore_case)
    return false;
  if (a.kind == Expr::Kind::kLiteral && !(a.literal == b.literal)) return false;
  // Two calls of rand() are two values.
  if (a.kind == Expr::Kind::kCall && !a.function->deterministic) return false;
  for (size_t i = 0; i < a.args.size(); ++i)
    if (!SameExpr(*a.args[i], *b.args[i])) return false;
  return true;
}

}  // namespace quarry

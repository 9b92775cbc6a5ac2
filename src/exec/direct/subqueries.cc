// Entries: CanResolve, ResolveSubqueries, WithoutSubqueries.
#include "exec/direct/subqueries.h"

#include <utility>

#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

// `f(const Expr&)`: what stands for a subquery, whose arguments are resolved.
template <typename F>
ExprPtr Replaced(const ExprPtr& expr, const F& f) {
  if (!HasRelation(*expr)) return expr;
  auto copy = std::make_shared<Expr>(*expr);
  for (ExprPtr& arg : copy->args) arg = Replaced(arg, f);
  return expr->relation ? f(*copy) : copy;
}

// Values are found by their texts, folded where case does not matter.
ExprPtr Folded(const ExprPtr& text) {
  return MakeCall("to_lower", {text});
}

ExprPtr Membership(const Expr& query, const std::vector<Value>& values) {
  const bool fold = query.ignore_case && query.args[0]->type == Type::kString;
  std::vector<ExprPtr> args = {fold ? Folded(query.args[0]) : query.args[0]};
  for (const Value& value : values)
    if (!value.is_null()) args.push_back(fold ? FoldConstants(Folded(MakeLiteral(value))) : MakeLiteral(value));
  if (args.size() == 1) return MakeLiteral(Value::Bool(false), query.span);
  return MakeCall("in", std::move(args), query.span);
}

}  // namespace

bool CanResolve(const Expr& subquery) {
  if (subquery.relation->output.size() != 1) return false;
  // A list inside a value would be searched, too.
  return subquery.kind == Expr::Kind::kSubquery ||
         (subquery.args[0]->type == subquery.relation->output[0].type && subquery.args[0]->type != Type::kDynamic);
}

RelPtr ResolveSubqueries(const RelPtr& node, const RowsOf& rows_of) {
  return MapExprs(node, [&](const ExprPtr& expr) {
    return Replaced(expr, [&](const Expr& subquery) {
      if (subquery.kind == Expr::Kind::kInQuery) return Membership(subquery, rows_of(subquery.relation, SIZE_MAX));
      const std::vector<Value> first = rows_of(subquery.relation, 1);
      return MakeLiteral(first.empty() ? Value::Null(subquery.type) : first[0], subquery.span);
    });
  });
}

ExprPtr WithoutSubqueries(const ExprPtr& expr) {
  return Replaced(expr, [](const Expr& subquery) {
    return subquery.kind == Expr::Kind::kInQuery ? Membership(subquery, {Value::Null(subquery.args[0]->type)})
                                                 : MakeLiteral(Value::Null(subquery.type));
  });
}

}  // namespace quarry::direct

// Entry: Renumbered.
#include "plan/renumber.h"

#include <unordered_map>
#include <utility>

namespace quarry {
namespace {

class Renumberer {
 public:
  explicit Renumberer(ColumnId by) : by_(by) {}

  RelPtr Run(const RelPtr& rel) {
    if (const auto known = done_.find(rel.get()); known != done_.end()) return known->second;
    auto copy = std::make_shared<Rel>(*rel);
    for (RelPtr& input : copy->inputs) input = Run(input);
    for (OutputColumn& column : copy->output) column.id += by_;
    for (NamedExpr& projection : copy->projections) projection.id += by_;
    for (NamedExpr& key : copy->keys) key.id += by_;
    for (AggregateCall& call : copy->aggregates) call.id += by_;
    for (std::vector<ColumnId>& columns : copy->union_columns)
      for (ColumnId& id : columns) id += by_;
    for (UnnestColumn& column : copy->unnest) column.id += by_;
    if (copy->index_id != 0) copy->index_id += by_;
    for (WindowCall& call : copy->windows) call.id += by_;
    ForEachExprPointer(*copy, [this](ExprPtr& expr) { expr = Run(expr); });
    done_.emplace(rel.get(), copy);
    return copy;
  }

 private:
  ExprPtr Run(const ExprPtr& expr) {
    if (expr->kind == Expr::Kind::kLiteral) return expr;
    // Only what somebody else holds too can come up again.
    const bool is_shared = expr.use_count() > 1;
    if (is_shared) {
      if (const auto known = done_exprs_.find(expr.get()); known != done_exprs_.end()) return known->second;
    }
    auto copy = std::make_shared<Expr>(*expr);
    if (copy->kind == Expr::Kind::kColumn) copy->column += by_;
    for (ExprPtr& arg : copy->args) arg = Run(std::as_const(arg));
    if (copy->relation) copy->relation = Run(copy->relation);
    if (is_shared) done_exprs_.emplace(expr.get(), copy);
    return copy;
  }

  const ColumnId by_;
  std::unordered_map<const Rel*, RelPtr> done_;
  std::unordered_map<const Expr*, ExprPtr> done_exprs_;
};

}  // namespace

RelPtr Renumbered(const RelPtr& plan, ColumnId by) {
  return Renumberer(by).Run(plan);
}

}  // namespace quarry

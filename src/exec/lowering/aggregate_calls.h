// Calls of DuckDB's aggregates inside SQL expressions: what lowerings of aggregates return is any expression over them.
// Thread rule: pure functions.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "sql/tree.h"
#include "types/type.h"

namespace quarry {

bool IsAggregateCall(const sql::Expr& e);
// Is it one whose result shows the order of what it collects?
bool IsCollecting(const sql::Expr& e);
// The result of an aggregate in the type that the plan has for it.
sql::ExprPtr OfType(sql::ExprPtr expr, Type type, bool nullable_string);

// A copy with the outermost nodes that satisfy `matches` replaced by `replace(node)`.
template <typename Matches, typename Replace>
sql::ExprPtr ReplaceOutermost(const sql::ExprPtr& expr, const Matches& matches, const Replace& replace) {
  if (matches(*expr)) return replace(expr);
  bool changed = false;
  std::vector<sql::ExprPtr> args;
  for (const sql::ExprPtr& arg : expr->args) {
    args.push_back(ReplaceOutermost(arg, matches, replace));
    changed |= args.back() != arg;
  }
  if (!changed) return expr;
  auto copy = std::make_shared<sql::Expr>(*expr);
  copy->args = std::move(args);
  return copy;
}

}  // namespace quarry

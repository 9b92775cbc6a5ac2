// Typed expressions of the plan. Immutable, shared between plans.
// A column is named by a number that is unique in its plan, so that renaming, joining and rewriting never
// confuse two columns of the same name. Names live in the outputs of relational nodes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "diag/span.h"
#include "functions/function_def.h"
#include "types/type.h"
#include "types/value.h"

namespace quarry {

using ColumnId = uint32_t;

struct Rel;
struct Expr;
using RelPtr = std::shared_ptr<const Rel>;
using ExprPtr = std::shared_ptr<const Expr>;

struct Expr {
  enum class Kind : uint8_t {
    kColumn,
    kLiteral,
    kCall,      // scalar function; also `and`, `or`, `not`, comparisons, arithmetic, case
    kSubquery,  // first row of the single column of `relation`; null when it has no row
    kInQuery,   // args[0] occurs in the single column of `relation`; never null; `ignore_case` for in~
  };
  Kind kind = Kind::kLiteral;
  Type type = Type::kBool;
  Span span;
  ColumnId column = 0;                     // kColumn
  Value literal;                           // kLiteral
  const FunctionDef* function = nullptr;   // kCall
  std::vector<ExprPtr> args;               // kCall, kInQuery
  std::shared_ptr<const CallState> state;  // kCall, when the function prepares one
  RelPtr relation;                         // kSubquery, kInQuery
  bool ignore_case = false;                // kInQuery

  bool is_literal() const { return kind == Kind::kLiteral; }
};

ExprPtr MakeColumn(ColumnId id, Type type, Span span = {});
ExprPtr MakeLiteral(Value value, Span span = {});
// Makes a call without checks; prepares its state from literal arguments. The error is the preparation's.
// REQUIRES: arguments fit the signature.
Result<ExprPtr> MakeCall(const FunctionDef& function, std::vector<ExprPtr> args, Span span = {});
// As MakeCall, for functions by canonical name that are part of the language of plans. REQUIRES: it exists and
// cannot fail to prepare.
ExprPtr MakeCall(std::string_view canonical_name, std::vector<ExprPtr> args, Span span = {});
ExprPtr MakeSubquery(RelPtr relation, Type type, Span span = {});
ExprPtr MakeInQuery(ExprPtr value, RelPtr relation, bool ignore_case, Span span = {});

// `and` over all of `terms`; a true literal when there is none.
ExprPtr MakeAnd(std::vector<ExprPtr> terms);
// The operands of nested `and` calls.
void SplitAnd(const ExprPtr& expr, std::vector<ExprPtr>& terms);
void CollectColumns(const Expr& expr, std::vector<ColumnId>& columns);
// Replaces column references: `replacement(id)` gives the new expression, or nullptr to keep it.
template <typename F>
ExprPtr ReplaceColumns(const ExprPtr& expr, const F& replacement);
// Structural equality (spans ignored; subqueries by identity).
bool SameExpr(const Expr& a, const Expr& b);

template <typename F>
ExprPtr ReplaceColumns(const ExprPtr& expr, const F& replacement) {
  if (expr->kind == Expr::Kind::kColumn) {
    ExprPtr other = replacement(expr->column);
    return other ? other : expr;
  }
  bool changed = false;
  std::vector<ExprPtr> args;
  args.reserve(expr->args.size());
  for (const ExprPtr& arg : expr->args) {
    args.push_back(ReplaceColumns(arg, replacement));
    changed |= args.back() != arg;
  }
  if (!changed) return expr;
  auto copy = std::make_shared<Expr>(*expr);
  copy->args = std::move(args);
  return copy;
}

}  // namespace quarry

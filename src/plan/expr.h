// Typed expressions of the plan. Immutable, shared between plans.
// A column is named by a number that is unique in its plan, so that renaming, joining and rewriting never
// confuse two columns of the same name. Names live in the outputs of relational nodes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
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

// What a walk once found out about an expression as a whole, so that the next need not walk again: optimizer rules ask
// the same of the same parts many times. A copy knows nothing yet, since it is made to be changed.
class ExprFacts {
 public:
  enum Fact : uint8_t {
    kWalked = 1,       // the two below are known
    kHasRelation = 2,  // a subquery stands in it
    kVaries = 4,       // a call in it gives another value each time
    kFolded = 8,       // FoldConstants leaves it as it is
  };
  ExprFacts() = default;
  ExprFacts(const ExprFacts&) {}
  ExprFacts& operator=(const ExprFacts&) {
    bits_.store(0, std::memory_order_relaxed);
    return *this;
  }
  bool Has(Fact fact) const { return (bits_.load(std::memory_order_relaxed) & fact) != 0; }
  void Add(uint8_t facts) const { bits_.fetch_or(facts, std::memory_order_relaxed); }

 private:
  mutable std::atomic<uint8_t> bits_{0};  // of an immutable expression that threads share
};

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
  ExprFacts facts;

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
// Whether a subquery stands in it.
bool HasRelation(const Expr& expr);
// Whether it gives the same value for the same columns each time.
bool IsDeterministic(const Expr& expr);
// Replaces column references: `replacement(id)` gives the new expression, or nullptr to keep it. A part that stands in
// several places is replaced once and stays one part, which an evaluator computes once a row.
template <typename F>
ExprPtr ReplaceColumns(const ExprPtr& expr, const F& replacement);
// The same for several expressions that share parts.
template <typename F>
std::vector<ExprPtr> ReplaceColumns(const std::vector<ExprPtr>& exprs, const F& replacement);
// The expression with each subquery's relation replaced by `f(const RelPtr&)`.
template <typename F>
ExprPtr MapRelations(const ExprPtr& expr, const F& f);
// Structural equality (spans ignored; subqueries by identity).
bool SameExpr(const Expr& a, const Expr& b);

template <typename F>
class ColumnReplacer {
 public:
  explicit ColumnReplacer(const F& replacement) : replacement_(replacement) {}

  ExprPtr Run(const ExprPtr& expr) {
    if (expr->kind == Expr::Kind::kColumn) {
      ExprPtr other = replacement_(expr->column);
      return other ? other : expr;
    }
    if (expr->args.empty()) return expr;
    // Only what somebody else holds too can come up again.
    if (expr.use_count() == 1) return OfArguments(expr);
    if (const auto known = done_.find(expr.get()); known != done_.end()) return known->second;
    return done_.emplace(expr.get(), OfArguments(expr)).first->second;
  }

 private:
  ExprPtr OfArguments(const ExprPtr& expr) {
    std::vector<ExprPtr> args;
    for (size_t i = 0; i < expr->args.size(); ++i) {
      ExprPtr arg = Run(expr->args[i]);
      if (args.empty() && arg == expr->args[i]) continue;
      if (args.empty()) args = expr->args;
      args[i] = std::move(arg);
    }
    if (args.empty()) return expr;
    auto copy = std::make_shared<Expr>(*expr);
    copy->args = std::move(args);
    return copy;
  }

  const F& replacement_;
  std::unordered_map<const Expr*, ExprPtr> done_;
};

template <typename F>
ExprPtr ReplaceColumns(const ExprPtr& expr, const F& replacement) {
  return ColumnReplacer<F>(replacement).Run(expr);
}

template <typename F>
std::vector<ExprPtr> ReplaceColumns(const std::vector<ExprPtr>& exprs, const F& replacement) {
  ColumnReplacer<F> replacer(replacement);
  std::vector<ExprPtr> replaced;
  replaced.reserve(exprs.size());
  for (const ExprPtr& expr : exprs) replaced.push_back(replacer.Run(expr));
  return replaced;
}

template <typename F>
ExprPtr MapRelations(const ExprPtr& expr, const F& f) {
  if (!HasRelation(*expr)) return expr;
  bool changed = false;
  std::vector<ExprPtr> args;
  args.reserve(expr->args.size());
  for (const ExprPtr& arg : expr->args) {
    args.push_back(MapRelations(arg, f));
    changed |= args.back() != arg;
  }
  RelPtr relation = expr->relation ? f(expr->relation) : nullptr;
  if (!changed && relation == expr->relation) return expr;
  auto copy = std::make_shared<Expr>(*expr);
  copy->args = std::move(args);
  copy->relation = std::move(relation);
  return copy;
}

}  // namespace quarry

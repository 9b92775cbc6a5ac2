// Evaluates scalar plan expressions with the native kernels: constant folding and scan predicates.
// Thread rule: an Evaluator belongs to one thread; expressions are shared.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "plan/expr.h"
#include "types/batch.h"

namespace quarry {

// True when every call in `expr` has a kernel and it has no subquery.
bool CanEvaluate(const Expr& expr);

class Evaluator {
 public:
  // `columns[i]` is the plan column that column i of the batches holds.
  explicit Evaluator(std::vector<ColumnId> columns);
  // Texts in the result live in the batch, the expression or the arena of this evaluator (until Reset).
  Cell Evaluate(const Expr& expr, const Batch& batch, size_t row);
  void Reset() { arena_.Reset(); }

 private:
  std::unordered_map<ColumnId, size_t> index_;
  Arena arena_;
};

}  // namespace quarry

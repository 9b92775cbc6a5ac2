// Evaluates scalar plan expressions with the native kernels: constant folding (binders, optimizer) and scan
// predicates (exec). The null rules of functions are applied here, and in the same way by the DuckDB adapter.
// Thread rule: an Evaluator belongs to one thread; expressions are shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "plan/column_kernels.h"
#include "plan/expr.h"
#include "types/batch.h"

namespace quarry {

// True when every call in `expr` can run natively and it has no subquery.
bool CanEvaluate(const Expr& expr);

// The value of an expression without columns; nullopt when it has some, cannot be evaluated natively or is not
// deterministic.
std::optional<Value> EvaluateConstant(const Expr& expr);
// `expr` with its constant parts replaced by literals and `and`, `or`, `iff`, `case` over constants simplified.
ExprPtr FoldConstants(const ExprPtr& expr);

// Runs one kernel under the null rule of its function. `args` has call.types.size() cells.
inline void InvokeKernel(const FunctionDef& def, const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Null();
  bool run = true;
  if (def.null_rule != NullRule::kHandled) {
    for (size_t i = 0; i < call.types.size(); ++i) run &= !args[i].null;
    if (!run && def.null_rule == NullRule::kFalse) result = Cell::Bool(false);
  }
  if (run) def.kernel(call, args, result);
  if (result.null && call.result_type == Type::kString && !def.nullable_string) result = Cell::Text({});
}

class Evaluator {
 public:
  // `columns[i]` is the plan column that column i of the batches holds.
  explicit Evaluator(std::vector<ColumnId> columns);
  ~Evaluator();
  Evaluator(Evaluator&&) noexcept;

  // Texts in the result live in the batch, the expression or the arena of this evaluator (until Reset).
  // REQUIRES: CanEvaluate(expr); its columns are among `columns`; it lives as long as this evaluator.
  Cell Evaluate(const Expr& expr, const Batch& batch, size_t row);
  // Evaluate for each of `rows`: cell `row` of `out`, whose type is the expression's.
  void EvaluateColumn(const Expr& expr, const Batch& batch, const std::vector<uint32_t>& rows, ColumnVector& out);
  // Keeps those of `rows` for which `predicate` is true. Resets the arena.
  void Filter(const Expr& predicate, const Batch& batch, std::vector<uint32_t>& rows);
  void Reset() { arena_.Reset(); }

  // Which columns of the batch evaluations looked at: bit i for column i, the last bit for all from 63 on. For Evaluate
  // only; operands that were not needed are not looked at.
  static constexpr size_t kLastColumnBit = 63;
  void ForgetColumnsRead() { columns_read_ = 0; }
  uint64_t columns_read() const { return columns_read_; }
  // Whether EvaluateColumn and Filter run a kernel over the whole column.
  bool HasColumnKernel(const Expr& expr);

 private:
  struct Node;  // an expression with its columns resolved
  Node& Compiled(const Expr& expr);
  Node* Compile(const Expr& expr);
  Cell Run(Node& node, const Batch& batch, size_t row);
  Cell RunKernel(Node& node, const Batch& batch, size_t row);
  static void FindKernelOverColumns(Node& node);
  void RunColumnKernel(const Node& node, const Batch& batch, const std::vector<uint32_t>& rows, ColumnVector& out);
  void FilterBy(Node& node, const Batch& batch, std::vector<uint32_t>& rows);

  std::unordered_map<ColumnId, size_t> index_;
  // A part that stands in several places (rewriting puts the same one for each use of a column) is one node, which
  // keeps its value while the evaluator stays with the row.
  std::unordered_map<const Expr*, std::unique_ptr<Node>> compiled_;
  uint64_t evaluation_ = 1;
  uint64_t columns_read_ = 0;
  const Expr* last_ = nullptr;
  Node* last_node_ = nullptr;
  Arena arena_;
  std::vector<ColumnArgument> arguments_;
  ColumnVector truth_{Type::kBool};  // of a condition over a column
};

}  // namespace quarry

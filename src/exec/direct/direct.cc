// Decides what runs directly, and runs it.
#include "exec/direct/direct.h"

#include <algorithm>
#include <unordered_set>

#include "exec/direct/operators.h"
#include "exec/executor.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {

constexpr size_t kMostValues = 100'000;

bool AllKeysComparable(const Rel& rel) {
  // Zeros have two signs, which a group shows one of.
  return std::none_of(rel.keys.begin(), rel.keys.end(),
                      [](const NamedExpr& key) { return key.expr->type == Type::kReal; });
}

class Check {
 public:
  bool Plan(const Rel& rel) {
    // A node below two parents is evaluated once; that is DuckDB's to arrange.
    if (rel.kind != Rel::Kind::kValues && !seen_.insert(&rel).second) return false;
    if (!Node(rel)) return false;
    bool all = true;
    ForEachExpr(rel, [&](const Expr& expr) { all &= CanEvaluate(expr); });
    return all && std::all_of(rel.inputs.begin(), rel.inputs.end(), [&](const RelPtr& input) { return Plan(*input); });
  }

 private:
  bool Node(const Rel& rel) {
    switch (rel.kind) {
      case Rel::Kind::kScan:
        bytes_ += rel.source->estimated_bytes();
        return bytes_ <= kLittleBytes;
      case Rel::Kind::kValues:
        return rel.rows.size() <= kMostValues;
      case Rel::Kind::kFilter:
      case Rel::Kind::kProject:
      case Rel::Kind::kSort:
      case Rel::Kind::kUnion:
        return true;
      case Rel::Kind::kLimit:
        return rel.limit.has_value();
      case Rel::Kind::kAggregate:
        return AllKeysComparable(rel) &&
               std::all_of(rel.aggregates.begin(), rel.aggregates.end(), direct::HasDirectForm);
      default:
        return false;
    }
  }

  std::unordered_set<const Rel*> seen_;
  uint64_t bytes_ = 0;
};

}  // namespace

bool CanRunDirectly(const Rel& plan) {
  return Check().Plan(plan);
}

Result<bool> DirectRun::Compute(const std::atomic<bool>* cancelled) {
  direct::Run run{scans_, cancelled, false, 0, {}};
  const direct::OperatorPtr plan = direct::Build(plan_, run);
  Batch batch = direct::BatchOf(plan_->output);
  while (plan->Next(batch)) {
    for (size_t row = 0; row < batch.rows; ++row) {
      std::vector<Cell>& cells = rows_.emplace_back();
      for (const ColumnVector& column : batch.columns) {
        Cell cell = column.Get(row);
        if (!cell.null && IsTextual(column.type())) cell.text = texts_.Copy(cell.text);
        cells.push_back(cell);
      }
    }
    if (!run.Keep(batch.rows * batch.columns.size(), texts_.allocated_bytes())) break;
  }
  if (!run.error.message.empty()) return run.error;
  if (run.too_much) {
    scans_.Cancel();
    rows_.clear();
    return false;
  }
  return true;
}

void DirectRun::Next(Batch& out) {
  out.rows = std::min(kBatchRows, rows_.size() - next_);
  for (size_t row = 0; row < out.rows; ++row)
    for (size_t c = 0; c < out.columns.size(); ++c) out.columns[c].Set(row, rows_[next_ + row][c]);
  next_ += out.rows;
}

}  // namespace quarry

// Sorting: keeps all rows, gives them out in order. Equal to DuckDB's order: texts by their bytes, NaN above all
// numbers, nulls where the key says.
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/arena.h"
#include "exec/direct/operators.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

int CompareReals(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return static_cast<int>(std::isnan(a)) - static_cast<int>(std::isnan(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

// REQUIRES: neither is null.
int Compare(Type type, const Cell& a, const Cell& b) {
  if (IsTextual(type)) return a.text.compare(b.text);
  if (type == Type::kReal) return CompareReals(a.real, b.real);
  if (type == Type::kBool) return static_cast<int>(a.boolean) - static_cast<int>(b.boolean);
  return a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
}

class SortOperator : public Operator {
 public:
  SortOperator(OperatorPtr input, const Rel& input_node, std::vector<SortKey> keys, Run& run)
      : input_(std::move(input)),
        keys_(std::move(keys)),
        run_(run),
        batch_(BatchOf(input_node.output)),
        evaluator_(IdsOf(input_node.output)) {
    sorted = true;
  }

  bool Next(Batch& out) override {
    if (!read_) Read();
    out.rows = 0;
    if (run_.stopped()) return false;
    out.rows = std::min(kBatchRows, order_.size() - next_);
    const size_t width = batch_.columns.size() + keys_.size();
    for (size_t row = 0; row < out.rows; ++row) {
      const Cell* cells = &cells_[order_[next_ + row] * width];
      for (size_t c = 0; c < out.columns.size(); ++c) out.columns[c].Set(row, cells[c]);
    }
    next_ += out.rows;
    return out.rows > 0;
  }

 private:
  void Read() {
    read_ = true;
    size_t rows = 0;
    while (input_->Next(batch_)) {
      for (size_t row = 0; row < batch_.rows; ++row) {
        for (const ColumnVector& column : batch_.columns) Add(column.type(), column.Get(row));
        for (const SortKey& key : keys_) Add(key.expr->type, evaluator_.Evaluate(*key.expr, batch_, row));
      }
      evaluator_.Reset();
      rows += batch_.rows;
      if (!run_.Keep(batch_.rows * (batch_.columns.size() + keys_.size()), texts_.allocated_bytes())) return;
    }
    order_.resize(rows);
    for (uint32_t i = 0; i < rows; ++i) order_[i] = i;
    const size_t width = batch_.columns.size() + keys_.size();
    std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
      return Before(&cells_[a * width + batch_.columns.size()], &cells_[b * width + batch_.columns.size()]);
    });
  }

  void Add(Type type, Cell cell) {
    if (!cell.null && IsTextual(type)) cell.text = texts_.Copy(cell.text);
    cells_.push_back(cell);
  }

  bool Before(const Cell* a, const Cell* b) const {
    for (size_t k = 0; k < keys_.size(); ++k) {
      const SortKey& key = keys_[k];
      if (a[k].null || b[k].null) {
        if (a[k].null != b[k].null) return a[k].null == key.nulls_first;
        continue;
      }
      const int order = Compare(key.expr->type, a[k], b[k]);
      if (order != 0) return (order < 0) != key.descending;
    }
    return false;
  }

  OperatorPtr input_;
  std::vector<SortKey> keys_;
  Run& run_;
  Batch batch_;
  Evaluator evaluator_;
  Arena texts_;
  std::vector<Cell> cells_;  // a row after the other: its columns, then its keys
  std::vector<uint32_t> order_;
  bool read_ = false;
  size_t next_ = 0;
};

}  // namespace

OperatorPtr NewSort(OperatorPtr input, const Rel& input_node, std::vector<SortKey> keys, Run& run) {
  return std::make_unique<SortOperator>(std::move(input), input_node, std::move(keys), run);
}

}  // namespace quarry::direct

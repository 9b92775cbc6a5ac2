// Sorting: keeps the rows, or the first ones when there is a limit, and gives them out in order. Equal to DuckDB's
// order: texts by their bytes, NaN above all numbers, nulls where the key says.
#include <algorithm>
#include <utility>

#include "base/arena.h"
#include "exec/direct/cells.h"
#include "exec/direct/operators.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

class SortOperator : public Operator {
 public:
  SortOperator(OperatorPtr input, const Rel& input_node, std::vector<SortKey> keys, uint64_t limit, Run& run)
      : input_(std::move(input)),
        keys_(std::move(keys)),
        limit_(limit),
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
    Reserve(out, out.rows);
    for (size_t row = 0; row < out.rows; ++row) {
      const Cell* cells = &cells_[order_[next_ + row] * width()];
      for (size_t c = 0; c < out.columns.size(); ++c) out.columns[c].Set(row, cells[c]);
    }
    next_ += out.rows;
    return out.rows > 0;
  }

 private:
  size_t width() const { return batch_.columns.size() + keys_.size(); }

  void Read() {
    read_ = true;
    while (input_->Next(batch_)) {
      for (size_t row = 0; row < batch_.rows; ++row) {
        for (const ColumnVector& column : batch_.columns) Add(column.type(), column.Get(row), texts_);
        for (const SortKey& key : keys_) Add(key.expr->type, evaluator_.Evaluate(*key.expr, batch_, row), texts_);
      }
      evaluator_.Reset();
      rows_ += batch_.rows;
      if (!Keep()) return;
      // As many again as are wanted: each of them is then looked at once more, on the average.
      constexpr size_t kFewest = 4096;
      if (limit_ < rows_ / 2 && rows_ >= kFewest) Prune();
    }
    Order();
  }

  void Order() {
    order_.resize(rows_);
    for (uint32_t i = 0; i < rows_; ++i) order_[i] = i;
    std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) { return IsBefore(a, b); });
    if (limit_ < order_.size()) order_.resize(limit_);
  }

  // Leaves the first `limit_` rows, in their order.
  void Prune() {
    Order();
    std::vector<Cell> cells;
    Arena texts;
    std::swap(cells, cells_);
    cells_.reserve(order_.size() * width());
    for (const uint32_t row : order_) {
      const Cell* from = &cells[row * width()];
      for (const ColumnVector& column : batch_.columns) Add(column.type(), *from++, texts);
      for (const SortKey& key : keys_) Add(key.expr->type, *from++, texts);
    }
    rows_ = order_.size();
    std::swap(texts, texts_);
    Keep();
  }

  bool Keep() {
    run_.Forget(kept_);
    kept_ = cells_.size() * sizeof(Cell) + texts_.allocated_bytes();
    return run_.Keep(kept_);
  }

  void Add(Type type, Cell cell, Arena& texts) {
    if (!cell.null && IsTextual(type)) cell.text = texts.Copy(cell.text);
    cells_.push_back(cell);
  }

  bool IsBefore(uint32_t a, uint32_t b) const {
    return Before(&cells_[a * width() + batch_.columns.size()], &cells_[b * width() + batch_.columns.size()]);
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
  const uint64_t limit_;
  Run& run_;
  Batch batch_;
  Evaluator evaluator_;
  Arena texts_;
  std::vector<Cell> cells_;  // a row after the other: its columns, then its keys
  std::vector<uint32_t> order_;
  size_t rows_ = 0;
  size_t kept_ = 0;  // bytes, as the run counts them
  bool read_ = false;
  size_t next_ = 0;
};

}  // namespace

OperatorPtr NewSort(OperatorPtr input, const Rel& input_node, std::vector<SortKey> keys, uint64_t limit, Run& run) {
  return std::make_unique<SortOperator>(std::move(input), input_node, std::move(keys), limit, run);
}

}  // namespace quarry::direct

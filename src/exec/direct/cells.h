// Cells as direct execution compares and keeps them, as DuckDB does: zeros of both signs are equal, NaN equals NaN and
// is above all numbers, texts go by their bytes. Ownership: KeptRows owns the texts of its rows. Thread rule: one
// thread.
#pragma once

#include <string>
#include <vector>

#include "base/arena.h"
#include "exec/direct/operators.h"
#include "plan/evaluator.h"
#include "types/batch.h"

namespace quarry::direct {

// Below zero, zero or above zero. REQUIRES: neither is null.
int Compare(Type type, const Cell& a, const Cell& b);
// Bytes that are equal for equal cells, and that end where the cell ends.
void AppendKey(std::string& key, Type type, const Cell& cell);
// Room for `rows` in a batch made by BatchOf.
void Reserve(Batch& batch, size_t rows);

// Rows that an operator keeps, each with its `width` cells.
class KeptRows {
 public:
  explicit KeptRows(size_t width) : width_(width) {}
  // False when there turns out to be more than direct execution is for.
  bool Add(const Batch& batch, Run& run);
  // Fills the first columns of `out` with the rows from `first` on, as many as a batch holds.
  void Give(size_t first, Batch& out) const;
  // Null for columns beyond the batch's.
  const Cell* Row(size_t i) const { return cells_.data() + i * width_; }
  size_t size() const { return rows_; }

 private:
  size_t width_;
  size_t rows_ = 0;
  std::vector<Cell> cells_;
  Arena texts_;
};

// Leaves the rows of batches for which a predicate is true.
class RowFilter {
 public:
  // The columns of the batches have these ids. REQUIRES: the predicate outlives this.
  RowFilter(const Expr& predicate, const std::vector<ColumnId>& ids) : predicate_(predicate), evaluator_(ids) {}
  void Apply(Batch& batch);

 private:
  const Expr& predicate_;
  Evaluator evaluator_;
  std::vector<uint32_t> rows_;
};

}  // namespace quarry::direct

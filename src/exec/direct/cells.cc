// Entries: Compare, AppendKey, Reserve, KeptRows, RowFilter.
#include "exec/direct/cells.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace quarry::direct {

namespace {

int CompareReals(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return static_cast<int>(std::isnan(a)) - static_cast<int>(std::isnan(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

}  // namespace

int Compare(Type type, const Cell& a, const Cell& b) {
  if (IsTextual(type)) return a.text.compare(b.text);
  if (type == Type::kReal) return CompareReals(a.real, b.real);
  if (type == Type::kBool) return static_cast<int>(a.boolean) - static_cast<int>(b.boolean);
  return a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
}

void AppendKey(std::string& key, Type type, const Cell& cell) {
  key.push_back(cell.null ? 0 : 1);
  if (cell.null) return;
  if (IsTextual(type)) {
    const size_t size = cell.text.size();
    key.append(reinterpret_cast<const char*>(&size), sizeof size);
    key.append(cell.text);
  } else if (type == Type::kReal) {
    const double value = std::isnan(cell.real) ? std::numeric_limits<double>::quiet_NaN() : cell.real + 0.0;
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  } else {
    const int64_t value = type == Type::kBool ? cell.boolean : cell.integer;
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
}

void Reserve(Batch& batch, size_t rows) {
  for (ColumnVector& column : batch.columns)
    if (column.valid().size() < rows) column.Clear(rows);
}

bool KeptRows::Add(const Batch& batch, Run& run) {
  const size_t first = cells_.size(), texts = texts_.allocated_bytes();
  cells_.resize(first + batch.rows * width_);
  for (size_t c = 0; c < batch.columns.size(); ++c) {
    const ColumnVector& column = batch.columns[c];
    const bool textual = IsTextual(column.type());
    for (size_t row = 0; row < batch.rows; ++row) {
      Cell& cell = cells_[first + row * width_ + c];
      cell = column.Get(row);
      if (textual && !cell.null) cell.text = texts_.Copy(cell.text);
    }
  }
  rows_ += batch.rows;
  return run.Keep(batch.rows * width_ * sizeof(Cell) + texts_.allocated_bytes() - texts);
}

void RowFilter::Apply(Batch& batch) {
  rows_.resize(batch.rows);
  for (uint32_t i = 0; i < batch.rows; ++i) rows_[i] = i;
  evaluator_.Filter(predicate_, batch, rows_);
  KeepRows(batch, rows_);
}

void KeptRows::Give(size_t first, Batch& out) const {
  out.rows = std::min(kBatchRows, rows_ - first);
  Reserve(out, out.rows);
  const size_t width = std::min(width_, out.columns.size());
  for (size_t row = 0; row < out.rows; ++row) {
    const Cell* const cells = Row(first + row);
    for (size_t c = 0; c < width; ++c) out.columns[c].Set(row, cells[c]);
  }
}

}  // namespace quarry::direct

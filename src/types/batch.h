// Batch: up to kBatchRows rows in columns. What readers produce and DuckDB's scan takes.
// Ownership: the batch owns its arrays; texts point into memory that the producer keeps alive until
// the batch is filled again (the contract of DuckDB's source operators: the consumer copies what it keeps).
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "types/cell.h"
#include "types/type.h"

namespace quarry {

inline constexpr size_t kBatchRows = 2048;  // DuckDB's vector size

// One column of a batch. Exactly one of the arrays is in use, by type.
class ColumnVector {
 public:
  explicit ColumnVector(Type type) : type_(type) {}
  Type type() const { return type_; }

  void Clear(size_t rows_reserved = kBatchRows) {
    valid_.assign(rows_reserved, 0);
    if (IsTextual(type_))
      texts_.resize(rows_reserved);
    else if (type_ == Type::kReal)
      reals_.resize(rows_reserved);
    else
      integers_.resize(rows_reserved);
  }
  // REQUIRES: row < the reserved rows. Cells not set are null.
  void Set(size_t row, const Cell& cell) {
    if (cell.null) {
      valid_[row] = 0;
      return;
    }
    valid_[row] = 1;
    if (IsTextual(type_))
      texts_[row] = cell.text;
    else if (type_ == Type::kReal)
      reals_[row] = cell.real;
    else
      integers_[row] = type_ == Type::kBool ? cell.boolean : cell.integer;
  }
  Cell Get(size_t row) const {
    if (!valid_[row]) return Cell::Null();
    if (IsTextual(type_)) return Cell::Text(texts_[row]);
    if (type_ == Type::kReal) return Cell::Real(reals_[row]);
    if (type_ == Type::kBool) return Cell::Bool(integers_[row] != 0);
    return Cell::Integer(integers_[row]);
  }

  // Direct access for scan loops.
  std::vector<uint8_t>& valid() { return valid_; }
  std::vector<std::string_view>& texts() { return texts_; }
  std::vector<int64_t>& integers() { return integers_; }
  std::vector<double>& reals() { return reals_; }
  const std::vector<uint8_t>& valid() const { return valid_; }
  const std::vector<std::string_view>& texts() const { return texts_; }
  const std::vector<int64_t>& integers() const { return integers_; }
  const std::vector<double>& reals() const { return reals_; }

 private:
  Type type_;
  std::vector<uint8_t> valid_;
  std::vector<std::string_view> texts_;
  std::vector<int64_t> integers_;  // bool, int, long, datetime, timespan
  std::vector<double> reals_;
};

struct Batch {
  std::vector<ColumnVector> columns;
  size_t rows = 0;

  void Clear() {
    rows = 0;
    for (ColumnVector& column : columns) column.Clear();
  }
};

}  // namespace quarry

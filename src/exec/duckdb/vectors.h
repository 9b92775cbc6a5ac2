// Between our columns and DuckDB's vectors. Texts go in without a copy: the 16-byte string_t is written by hand.
// Thread rule: none of its own.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "exec/duckdb/library.h"
#include "types/batch.h"
#include "types/cell.h"

namespace quarry {

duckdb_type DuckdbTypeOf(Type type);
// To be destroyed by the caller.
duckdb_logical_type MakeLogicalType(Type type);

constexpr size_t kInlineTextBytes = 12;  // DuckDB keeps shorter texts inside the string_t

// REQUIRES: the text outlives the vector, unless it is inlined.
inline void PointTo(duckdb_string_t& to, std::string_view text) {
  if (text.size() <= kInlineTextBytes) {
    // The rest must be zero: DuckDB compares all 16 bytes.
    std::memset(&to, 0, sizeof to);
    to.value.inlined.length = static_cast<uint32_t>(text.size());
    std::memcpy(to.value.inlined.inlined, text.data(), text.size());
  } else {
    to.value.pointer.length = static_cast<uint32_t>(text.size());
    std::memcpy(to.value.pointer.prefix, text.data(), 4);
    to.value.pointer.ptr = const_cast<char*>(text.data());
  }
}

inline std::string_view TextOf(const duckdb_string_t& text) {
  if (text.value.inlined.length <= kInlineTextBytes) return {text.value.inlined.inlined, text.value.inlined.length};
  return {text.value.pointer.ptr, text.value.pointer.length};
}

// Reads the cells of a flat vector.
class VectorReader {
 public:
  VectorReader(duckdb_vector vector, Type type)
      : type_(type), data_(duckdb_vector_get_data(vector)), validity_(duckdb_vector_get_validity(vector)) {}
  bool all_valid() const { return validity_ == nullptr; }
  Cell Get(size_t row) const {
    if (validity_ != nullptr && !((validity_[row >> 6] >> (row & 63)) & 1)) return Cell::Null();
    switch (type_) {
      case Type::kBool:
        return Cell::Bool(static_cast<const bool*>(data_)[row]);
      case Type::kInt:
        return Cell::Integer(static_cast<const int32_t*>(data_)[row]);
      case Type::kLong:
      case Type::kDateTime:
      case Type::kTimeSpan:
        return Cell::Integer(static_cast<const int64_t*>(data_)[row]);
      case Type::kReal:
        return Cell::Real(static_cast<const double*>(data_)[row]);
      default:
        return Cell::Text(TextOf(static_cast<const duckdb_string_t*>(data_)[row]));
    }
  }

 private:
  Type type_;
  const void* data_;
  const uint64_t* validity_;
};

// Writes cells into a flat vector of a function's result; texts are copied into the vector.
class VectorWriter {
 public:
  VectorWriter(duckdb_vector vector, Type type) : vector_(vector), type_(type), data_(duckdb_vector_get_data(vector)) {}
  void Set(size_t row, const Cell& cell);

 private:
  duckdb_vector vector_;
  Type type_;
  void* data_;
  uint64_t* validity_ = nullptr;
};

// Fills `vector` with rows of `column`: those in `rows`, or the first `count` when `rows` is nullptr. Texts are pointed
// to, not copied.
void FillVector(duckdb_vector vector, const ColumnVector& column, const uint32_t* rows, size_t count);

}  // namespace quarry

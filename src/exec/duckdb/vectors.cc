#include "exec/duckdb/vectors.h"

#include <algorithm>

namespace quarry {

duckdb_type DuckdbTypeOf(Type type) {
  switch (type) {
    case Type::kBool:
      return DUCKDB_TYPE_BOOLEAN;
    case Type::kInt:
      return DUCKDB_TYPE_INTEGER;
    case Type::kLong:
    case Type::kDateTime:
    case Type::kTimeSpan:
      return DUCKDB_TYPE_BIGINT;
    case Type::kReal:
      return DUCKDB_TYPE_DOUBLE;
    default:
      return DUCKDB_TYPE_VARCHAR;
  }
}

duckdb_logical_type MakeLogicalType(Type type) {
  return duckdb_create_logical_type(DuckdbTypeOf(type));
}

void VectorWriter::Set(size_t row, const Cell& cell) {
  if (cell.null) {
    if (validity_ == nullptr) {
      duckdb_vector_ensure_validity_writable(vector_);
      validity_ = duckdb_vector_get_validity(vector_);
    }
    validity_[row >> 6] &= ~(uint64_t{1} << (row & 63));
    return;
  }
  switch (type_) {
    case Type::kBool:
      static_cast<bool*>(data_)[row] = cell.boolean;
      return;
    case Type::kInt:
      static_cast<int32_t*>(data_)[row] = static_cast<int32_t>(cell.integer);
      return;
    case Type::kLong:
    case Type::kDateTime:
    case Type::kTimeSpan:
      static_cast<int64_t*>(data_)[row] = cell.integer;
      return;
    case Type::kReal:
      static_cast<double*>(data_)[row] = cell.real;
      return;
    default:
      break;
  }
  if (cell.text.size() <= kInlineTextBytes)
    PointTo(static_cast<duckdb_string_t*>(data_)[row], cell.text);
  else
    duckdb_vector_assign_string_element_len(vector_, row, cell.text.data(), cell.text.size());
}

namespace {

// Calls `set(out row, batch row)` for each row that is not null, and marks the others.
template <typename SetFn>
void ForEachRow(duckdb_vector vector, const std::vector<uint8_t>& valid, const uint32_t* rows, size_t count,
                const SetFn& set) {
  uint64_t* validity = nullptr;
  const auto mark_null = [&](size_t i) {
    if (validity == nullptr) {
      duckdb_vector_ensure_validity_writable(vector);
      validity = duckdb_vector_get_validity(vector);
    }
    validity[i >> 6] &= ~(uint64_t{1} << (i & 63));
  };
  for (size_t i = 0; i < count; ++i) {
    const size_t row = rows != nullptr ? rows[i] : i;
    if (valid[row])
      set(i, row);
    else
      mark_null(i);
  }
}

}  // namespace

void FillVector(duckdb_vector vector, const ColumnVector& column, const uint32_t* rows, size_t count) {
  void* data = duckdb_vector_get_data(vector);
  const std::vector<uint8_t>& valid = column.valid();
  switch (column.type()) {
    case Type::kBool: {
      auto* to = static_cast<bool*>(data);
      const int64_t* from = column.integers().data();
      return ForEachRow(vector, valid, rows, count, [&](size_t i, size_t row) { to[i] = from[row] != 0; });
    }
    case Type::kInt: {
      auto* to = static_cast<int32_t*>(data);
      const int64_t* from = column.integers().data();
      return ForEachRow(vector, valid, rows, count,
                        [&](size_t i, size_t row) { to[i] = static_cast<int32_t>(from[row]); });
    }
    case Type::kLong:
    case Type::kDateTime:
    case Type::kTimeSpan: {
      auto* to = static_cast<int64_t*>(data);
      const int64_t* from = column.integers().data();
      return ForEachRow(vector, valid, rows, count, [&](size_t i, size_t row) { to[i] = from[row]; });
    }
    case Type::kReal: {
      auto* to = static_cast<double*>(data);
      const double* from = column.reals().data();
      return ForEachRow(vector, valid, rows, count, [&](size_t i, size_t row) { to[i] = from[row]; });
    }
    default:
      break;
  }
  auto* to = static_cast<duckdb_string_t*>(data);
  const std::string_view* from = column.texts().data();
  ForEachRow(vector, valid, rows, count, [&](size_t i, size_t row) { PointTo(to[i], from[row]); });
}

}  // namespace quarry

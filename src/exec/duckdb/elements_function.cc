// dynamic_elements(value, keep_empty, limit): the rows that a dynamic value unnests to, as VARCHAR[]. An array gives
// its elements, an object one-member objects, anything else itself, null one null.
#include <string_view>
#include <vector>

#include "exec/duckdb/native_function.h"
#include "exec/duckdb/vectors.h"
#include "exec/elements.h"

namespace quarry {

namespace {

class ListWriter {
 public:
  explicit ListWriter(duckdb_vector list)
      : list_(list), entries_(static_cast<duckdb_list_entry*>(duckdb_vector_get_data(list))) {}

  void Begin() { start_ = size_; }
  void End(size_t row) { entries_[row] = {start_, size_ - start_}; }
  void Add(std::string_view text, bool is_null) {
    if (size_ == capacity_) {
      capacity_ = capacity_ == 0 ? kBatchRows : capacity_ * 2;
      duckdb_list_vector_reserve(list_, capacity_);
      duckdb_vector child = duckdb_list_vector_get_child(list_);
      duckdb_vector_ensure_validity_writable(child);
      child_ = child;
      validity_ = duckdb_vector_get_validity(child);
    }
    if (is_null) {
      duckdb_validity_set_row_invalid(validity_, size_);
    } else {
      duckdb_validity_set_row_valid(validity_, size_);
      duckdb_vector_assign_string_element_len(child_, size_, text.data(), text.size());
    }
    ++size_;
  }
  void Finish() { duckdb_list_vector_set_size(list_, size_); }

 private:
  duckdb_vector list_;
  duckdb_list_entry* entries_;
  duckdb_vector child_ = nullptr;
  uint64_t* validity_ = nullptr;
  idx_t size_ = 0, start_ = 0, capacity_ = 0;
};

void Elements(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const VectorReader values(duckdb_data_chunk_get_vector(input, 0), Type::kDynamic);
  const VectorReader keeps(duckdb_data_chunk_get_vector(input, 1), Type::kBool);
  const VectorReader limits(duckdb_data_chunk_get_vector(input, 2), Type::kLong);
  const size_t rows = duckdb_data_chunk_get_size(input);
  ListWriter writer(output);
  for (size_t row = 0; row < rows; ++row) {
    const Cell value = values.Get(row);
    writer.Begin();
    ForEachElement(value, keeps.Get(row).boolean, limits.Get(row).integer,
                   [&](std::string_view element, bool is_null) { writer.Add(element, is_null); });
    writer.End(row);
  }
  writer.Finish();
}

}  // namespace

bool RegisterElementsFunction(duckdb_connection connection) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, std::string(kElementsFunction).c_str());
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_logical_type boolean = duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
  duckdb_logical_type bigint = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb_logical_type list = duckdb_create_list_type(text);
  duckdb_scalar_function_add_parameter(function, text);
  duckdb_scalar_function_add_parameter(function, boolean);
  duckdb_scalar_function_add_parameter(function, bigint);
  duckdb_scalar_function_set_return_type(function, list);
  duckdb_scalar_function_set_special_handling(function);
  duckdb_scalar_function_set_function(function, Elements);
  const bool registered = duckdb_register_scalar_function(connection, function) == DuckDBSuccess;
  duckdb_destroy_scalar_function(&function);
  for (duckdb_logical_type* type : {&list, &text, &boolean, &bigint}) duckdb_destroy_logical_type(type);
  return registered;
}

}  // namespace quarry

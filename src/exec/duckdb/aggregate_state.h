// Aggregates of DuckDB whose groups keep an object of ours.
// A group's state lies in DuckDB's memory, which moves it as bytes: a plain pointer, freed by the destructor function.
// Thread rule: DuckDB's; a state is used by one thread at a time.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "exec/duckdb/library.h"

namespace quarry {

// Kept: default constructible, with `void Merge(const Kept&)`.
template <typename Kept>
class AggregateState {
 public:
  // The group's object, made when it is first asked for.
  static Kept& Of(duckdb_aggregate_state state) {
    Kept*& kept = Pointer(state);
    if (kept == nullptr) kept = new Kept();
    return *kept;
  }

  // `result`: the type of what `finalize` writes. Nulls come to `update`, too.
  static bool Register(duckdb_connection connection, std::string_view name,
                       std::initializer_list<duckdb_type> parameters, duckdb_type result,
                       duckdb_aggregate_update_t update, duckdb_aggregate_finalize_t finalize) {
    duckdb_aggregate_function function = duckdb_create_aggregate_function();
    duckdb_aggregate_function_set_name(function, std::string(name).c_str());
    for (const duckdb_type parameter : parameters) {
      duckdb_logical_type type = duckdb_create_logical_type(parameter);
      duckdb_aggregate_function_add_parameter(function, type);
      duckdb_destroy_logical_type(&type);
    }
    duckdb_logical_type type = duckdb_create_logical_type(result);
    duckdb_aggregate_function_set_return_type(function, type);
    duckdb_destroy_logical_type(&type);
    duckdb_aggregate_function_set_functions(function, Size, Init, update, Combine, finalize);
    duckdb_aggregate_function_set_destructor(function, Destroy);
    duckdb_aggregate_function_set_special_handling(function);
    const bool registered = duckdb_register_aggregate_function(connection, function) == DuckDBSuccess;
    duckdb_destroy_aggregate_function(&function);
    return registered;
  }

  // For objects with `void EncodeTo(std::string&)`, whose result is that text.
  static void FinalizeEncoded(duckdb_function_info, duckdb_aggregate_state* states, duckdb_vector result, idx_t count,
                              idx_t offset) {
    std::string encoded;
    for (idx_t i = 0; i < count; ++i) {
      encoded.clear();
      Of(states[i]).EncodeTo(encoded);
      duckdb_vector_assign_string_element_len(result, offset + i, encoded.data(), encoded.size());
    }
  }

 private:
  static Kept*& Pointer(duckdb_aggregate_state state) { return *reinterpret_cast<Kept**>(state); }
  static idx_t Size(duckdb_function_info) { return sizeof(Kept*); }
  static void Init(duckdb_function_info, duckdb_aggregate_state state) { Pointer(state) = nullptr; }
  static void Destroy(duckdb_aggregate_state* states, idx_t count) {
    for (idx_t i = 0; i < count; ++i) delete Pointer(states[i]);
  }
  static void Combine(duckdb_function_info, duckdb_aggregate_state* sources, duckdb_aggregate_state* targets,
                      idx_t count) {
    // DuckDB may combine a source again, in another thread: it is left as it is.
    for (idx_t i = 0; i < count; ++i)
      if (const Kept* source = Pointer(sources[i]); source != nullptr) Of(targets[i]).Merge(*source);
  }
};

}  // namespace quarry

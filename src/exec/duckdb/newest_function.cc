// Entry: RegisterNewestFunctions.
#include "exec/duckdb/newest_function.h"

#include <string>
#include <string_view>

#include "exec/duckdb/vectors.h"
#include "functions/analytics/newest.h"
#include "functions/analytics/newest_events.h"

namespace quarry {

namespace {

// A group's state lies in DuckDB's memory, which moves it as bytes: a plain pointer, freed by the destructor function.
struct State {
  NewestEvents* events;
  NewestEvents& Get() {
    if (events == nullptr) events = new NewestEvents();
    return *events;
  }
};
State& StateOf(duckdb_aggregate_state state) {
  return *reinterpret_cast<State*>(state);
}

idx_t StateSize(duckdb_function_info) {
  return sizeof(State);
}
void Init(duckdb_function_info, duckdb_aggregate_state state) {
  StateOf(state).events = nullptr;
}
void Destroy(duckdb_aggregate_state* states, idx_t count) {
  for (idx_t i = 0; i < count; ++i) delete StateOf(states[i]).events;
}

void UpdateByEvents(duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const VectorReader times(duckdb_data_chunk_get_vector(input, 0), Type::kLong);
  const VectorReader values(duckdb_data_chunk_get_vector(input, 1), Type::kReal);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const Cell time = times.Get(row);
    if (time.null) continue;
    if (const Cell value = values.Get(row); value.null)
      StateOf(states[row]).Get().Add(time.integer);
    else
      StateOf(states[row]).Get().Add(time.integer, value.real);
  }
}
void UpdateBySketches(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const VectorReader sketches(duckdb_data_chunk_get_vector(input, 0), Type::kString);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const Cell sketch = sketches.Get(row);
    if (!sketch.null && !StateOf(states[row]).Get().Merge(sketch.text))
      return duckdb_aggregate_function_set_error(info, "a sketch of newest events is damaged");
  }
}
void Combine(duckdb_function_info, duckdb_aggregate_state* sources, duckdb_aggregate_state* targets, idx_t count) {
  // DuckDB may combine a source again, in another thread: it is left as it is.
  for (idx_t i = 0; i < count; ++i)
    if (const NewestEvents* source = StateOf(sources[i]).events; source != nullptr)
      StateOf(targets[i]).Get().Merge(*source);
}
void Finalize(duckdb_function_info, duckdb_aggregate_state* states, duckdb_vector result, idx_t count, idx_t offset) {
  std::string encoded;
  for (idx_t i = 0; i < count; ++i) {
    encoded.clear();
    StateOf(states[i]).Get().EncodeTo(encoded);
    duckdb_vector_assign_string_element_len(result, offset + i, encoded.data(), encoded.size());
  }
}

bool Register(duckdb_connection connection, std::string_view name, duckdb_aggregate_update_t update,
              std::initializer_list<duckdb_type> parameters) {
  duckdb_aggregate_function function = duckdb_create_aggregate_function();
  duckdb_aggregate_function_set_name(function, std::string(name).c_str());
  for (const duckdb_type parameter : parameters) {
    duckdb_logical_type type = duckdb_create_logical_type(parameter);
    duckdb_aggregate_function_add_parameter(function, type);
    duckdb_destroy_logical_type(&type);
  }
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_aggregate_function_set_return_type(function, text);
  duckdb_destroy_logical_type(&text);
  duckdb_aggregate_function_set_functions(function, StateSize, Init, update, Combine, Finalize);
  duckdb_aggregate_function_set_destructor(function, Destroy);
  duckdb_aggregate_function_set_special_handling(function);
  const bool registered = duckdb_register_aggregate_function(connection, function) == DuckDBSuccess;
  duckdb_destroy_aggregate_function(&function);
  return registered;
}

}  // namespace

bool RegisterNewestFunctions(duckdb_connection connection) {
  return Register(connection, kNewestEventsFunction, UpdateByEvents, {DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_DOUBLE}) &&
         Register(connection, kMergeNewestFunction, UpdateBySketches, {DUCKDB_TYPE_VARCHAR});
}

}  // namespace quarry

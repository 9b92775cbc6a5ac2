// Entry: RegisterNewestFunctions.
#include "exec/duckdb/newest_function.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>

#include "exec/duckdb/vectors.h"
#include "functions/analytics/newest.h"
#include "types/json.h"

namespace quarry {

namespace {

struct TimeOnly {
  int64_t time;
  friend bool operator<(const TimeOnly& a, const TimeOnly& b) { return a.time < b.time; }
};
struct TimeAndValue {
  int64_t time;
  double value;
  // Equal times are told apart by the value, so that what is kept does not hang on the order of the rows.
  friend bool operator<(const TimeAndValue& a, const TimeAndValue& b) {
    return a.time != b.time ? a.time < b.time : a.value < b.value;
  }
};

void AppendTo(std::string& json, const TimeOnly& entry) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, entry.time).ptr;
  json.append(text, end);
}
void AppendTo(std::string& json, const TimeAndValue& entry) {
  AppendJsonNumber(entry.value, json);
}

// A group's state lies in DuckDB's memory, which moves it as bytes: a plain pointer, freed by the destructor function.
template <typename Entry>
struct Newest {
  Entry* entries;
  uint32_t size, capacity;

  void Add(const Entry& entry) {
    const auto later = [](const Entry& a, const Entry& b) { return b < a; };
    if (size == kNewestCount) {  // a heap with the oldest at the front
      if (!(entries[0] < entry)) return;
      std::pop_heap(entries, entries + size, later);
      entries[size - 1] = entry;
      std::push_heap(entries, entries + size, later);
      return;
    }
    if (size == capacity) Grow();
    entries[size++] = entry;
    if (size == kNewestCount) std::make_heap(entries, entries + size, later);
  }
  void Grow() {
    const uint32_t wanted = std::min<uint32_t>(capacity == 0 ? 2 : 2 * capacity, kNewestCount);
    auto* larger = new Entry[wanted];
    if (size > 0) std::memcpy(larger, entries, size * sizeof(Entry));
    delete[] entries;
    entries = larger;
    capacity = wanted;
  }
};

template <typename Entry>
Newest<Entry>& StateOf(duckdb_aggregate_state state) {
  return *reinterpret_cast<Newest<Entry>*>(state);
}

template <typename Entry>
idx_t StateSize(duckdb_function_info) {
  return sizeof(Newest<Entry>);
}
template <typename Entry>
void Init(duckdb_function_info, duckdb_aggregate_state state) {
  StateOf<Entry>(state) = {nullptr, 0, 0};
}
template <typename Entry>
void Destroy(duckdb_aggregate_state* states, idx_t count) {
  for (idx_t i = 0; i < count; ++i) delete[] StateOf<Entry>(states[i]).entries;
}

void UpdateTimes(duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const VectorReader times(duckdb_data_chunk_get_vector(input, 0), Type::kLong);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row)
    if (const Cell time = times.Get(row); !time.null) StateOf<TimeOnly>(states[row]).Add({time.integer});
}
void UpdateValues(duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const VectorReader times(duckdb_data_chunk_get_vector(input, 0), Type::kLong);
  const VectorReader values(duckdb_data_chunk_get_vector(input, 1), Type::kReal);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const Cell time = times.Get(row), value = values.Get(row);
    if (!time.null && !value.null) StateOf<TimeAndValue>(states[row]).Add({time.integer, value.real});
  }
}
template <typename Entry>
void Combine(duckdb_function_info, duckdb_aggregate_state* sources, duckdb_aggregate_state* targets, idx_t count) {
  for (idx_t i = 0; i < count; ++i) {
    const Newest<Entry>& source = StateOf<Entry>(sources[i]);
    for (uint32_t k = 0; k < source.size; ++k) StateOf<Entry>(targets[i]).Add(source.entries[k]);
  }
}
template <typename Entry>
void Finalize(duckdb_function_info, duckdb_aggregate_state* states, duckdb_vector result, idx_t count, idx_t offset) {
  std::string json;
  for (idx_t i = 0; i < count; ++i) {
    Newest<Entry>& state = StateOf<Entry>(states[i]);
    std::sort(state.entries, state.entries + state.size);
    json = "[";
    for (uint32_t k = 0; k < state.size; ++k) {
      if (k > 0) json += ',';
      AppendTo(json, state.entries[k]);
    }
    json += ']';
    duckdb_vector_assign_string_element_len(result, offset + i, json.data(), json.size());
  }
}

template <typename Entry>
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
  duckdb_aggregate_function_set_functions(function, StateSize<Entry>, Init<Entry>, update, Combine<Entry>,
                                          Finalize<Entry>);
  duckdb_aggregate_function_set_destructor(function, Destroy<Entry>);
  duckdb_aggregate_function_set_special_handling(function);
  const bool registered = duckdb_register_aggregate_function(connection, function) == DuckDBSuccess;
  duckdb_destroy_aggregate_function(&function);
  return registered;
}

}  // namespace

bool RegisterNewestFunctions(duckdb_connection connection) {
  return Register<TimeOnly>(connection, kNewestTimesFunction, UpdateTimes, {DUCKDB_TYPE_BIGINT}) &&
         Register<TimeAndValue>(connection, kNewestValuesFunction, UpdateValues,
                                {DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_DOUBLE});
}

}  // namespace quarry

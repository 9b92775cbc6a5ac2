// Entry: RegisterNumberSetFunctions.
#include "exec/duckdb/number_set_functions.h"

#include "exec/duckdb/aggregate_state.h"
#include "exec/duckdb/vectors.h"
#include "functions/analytics/number_set.h"

namespace quarry {

namespace {

using Set = AggregateState<NumberSet>;
using Counts = AggregateState<NumberCounts>;

// Calls `add(state, cell)` for each row whose cell is not null.
template <typename AddFn>
void ForEach(duckdb_data_chunk input, Type type, duckdb_aggregate_state* states, const AddFn& add) {
  const VectorReader values(duckdb_data_chunk_get_vector(input, 0), type);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row)
    if (const Cell cell = values.Get(row); !cell.null) add(states[row], cell);
}

void UpdateByNumbers(duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  ForEach(input, Type::kLong, states,
          [](duckdb_aggregate_state state, const Cell& cell) { Set::Of(state).Add(cell.integer); });
}
void UpdateBySets(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  bool whole = true;
  ForEach(input, Type::kString, states,
          [&](duckdb_aggregate_state state, const Cell& cell) { whole &= Set::Of(state).Merge(cell.text); });
  if (!whole) duckdb_aggregate_function_set_error(info, "a set of numbers is damaged");
}
// A text of the query's that is no set does not count.
void CountSets(duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  ForEach(input, Type::kString, states,
          [](duckdb_aggregate_state state, const Cell& cell) { Counts::Of(state).Add(cell.text); });
}
void FinalizeCounts(duckdb_function_info, duckdb_aggregate_state* states, duckdb_vector result, idx_t count,
                    idx_t offset) {
  auto* to = static_cast<int64_t*>(duckdb_vector_get_data(result));
  for (idx_t i = 0; i < count; ++i) to[offset + i] = Counts::Of(states[i]).most();
}

}  // namespace

bool RegisterNumberSetFunctions(duckdb_connection connection) {
  return Set::Register(connection, kNumberSetFunction, {DUCKDB_TYPE_BIGINT}, DUCKDB_TYPE_VARCHAR, UpdateByNumbers,
                       Set::FinalizeEncoded) &&
         Set::Register(connection, kMergeNumberSetsFunction, {DUCKDB_TYPE_VARCHAR}, DUCKDB_TYPE_VARCHAR, UpdateBySets,
                       Set::FinalizeEncoded) &&
         Counts::Register(connection, kNumberSetOverlapFunction, {DUCKDB_TYPE_VARCHAR}, DUCKDB_TYPE_BIGINT, CountSets,
                          FinalizeCounts);
}

}  // namespace quarry

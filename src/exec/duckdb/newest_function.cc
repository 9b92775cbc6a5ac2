// Entry: RegisterNewestFunctions.
#include "exec/duckdb/newest_function.h"

#include "exec/duckdb/aggregate_state.h"
#include "exec/duckdb/vectors.h"
#include "functions/analytics/newest.h"
#include "functions/analytics/newest_events.h"

namespace quarry {

namespace {

using State = AggregateState<NewestEvents>;

void UpdateByEvents(duckdb_function_info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const VectorReader times(duckdb_data_chunk_get_vector(input, 0), Type::kLong);
  const VectorReader values(duckdb_data_chunk_get_vector(input, 1), Type::kReal);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const Cell time = times.Get(row);
    if (time.null) continue;
    if (const Cell value = values.Get(row); value.null)
      State::Of(states[row]).Add(time.integer);
    else
      State::Of(states[row]).Add(time.integer, value.real);
  }
}
void UpdateBySketches(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  const VectorReader sketches(duckdb_data_chunk_get_vector(input, 0), Type::kString);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const Cell sketch = sketches.Get(row);
    if (!sketch.null && !State::Of(states[row]).Merge(sketch.text))
      return duckdb_aggregate_function_set_error(info, "a sketch of newest events is damaged");
  }
}

}  // namespace

bool RegisterNewestFunctions(duckdb_connection connection) {
  return State::Register(connection, kNewestEventsFunction, {DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_DOUBLE},
                         DUCKDB_TYPE_VARCHAR, UpdateByEvents, State::FinalizeEncoded) &&
         State::Register(connection, kMergeNewestFunction, {DUCKDB_TYPE_VARCHAR}, DUCKDB_TYPE_VARCHAR, UpdateBySketches,
                         State::FinalizeEncoded);
}

}  // namespace quarry

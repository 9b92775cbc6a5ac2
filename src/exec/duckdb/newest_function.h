// newest_times(time) and newest_values(time, value): the newest kNewestCount times of a group, and the values at them,
// as JSON arrays in ascending order of time. DuckDB's own max(time, n) makes room for n values in every group at once,
// which is kilobytes for a group of one row; here a group's room grows with its rows, up to the count.
#pragma once

#include "exec/duckdb/library.h"

namespace quarry {

bool RegisterNewestFunctions(duckdb_connection connection);

}  // namespace quarry

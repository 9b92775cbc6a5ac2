// newest_events(time, value) and merge_newest_events(sketch): encoded sketches of a group's newest events
// (functions/analytics/newest_events.h). A group's room grows with its events, up to the sketch's size; DuckDB's own
// max(time, n) makes room for n values in every group at once, which is kilobytes for a group of one row.
#pragma once

#include "exec/duckdb/library.h"

namespace quarry {

bool RegisterNewestFunctions(duckdb_connection connection);

}  // namespace quarry

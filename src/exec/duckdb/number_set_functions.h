// number_set(number), merge_number_sets(set) and number_set_overlap(set): encoded sets of a group's whole numbers, and
// how many sets share one (functions/analytics/number_set.h).
#pragma once

#include "exec/duckdb/library.h"

namespace quarry {

bool RegisterNumberSetFunctions(duckdb_connection connection);

}  // namespace quarry

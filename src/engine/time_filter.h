// Did a filter on time alone empty a result? Finds such filters and makes the plan that asks for the newest event that
// the filter removed.
#pragma once

#include <optional>

#include "plan/rel.h"

namespace quarry {

// A plan of one row and one column: the newest time among the rows that pass everything but the time terms of the
// lowest filter with such terms; null when there is none. nullptr when the plan has no filter on time.
// REQUIRES: a plan as bound, before optimization.
RelPtr NewestWithoutTimeFilter(const RelPtr& plan, ColumnIds& ids);

// One row and one column: the newest value of `time` (datetime) in `plan`.
RelPtr NewestTime(const RelPtr& plan, ColumnId time, ColumnIds& ids);

}  // namespace quarry

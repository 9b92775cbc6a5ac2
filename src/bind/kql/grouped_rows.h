// A subquery that runs for each group of rows (mv-apply, partition) as one query over all rows.
#pragma once

#include "bind/kql/kql_binder.h"

namespace quarry {

// `plan` is bound over `rows`, as if there were one group. Gives the plan that does the same for each value of the
// column `key` of `rows`, and hands `key` on to its output. nullptr: a diagnostic was added.
RelPtr GroupedBy(KqlBinder& binder, const RelPtr& plan, const RelPtr& rows, const OutputColumn& key, Span span);

}  // namespace quarry

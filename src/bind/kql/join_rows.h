// What join and lookup share: the two sides, their keys and the names of the result.
#pragma once

#include <vector>

#include "bind/kql/kql_binder.h"

namespace quarry {

// Adds a key for each condition of the `on` clause: `Column`, or `$left.A == $right.B`, joined by commas or `and`.
bool BindJoinKeys(KqlBinder& binder, const kql::Operator& op, const RelPtr& left, const RelPtr& right,
                  std::vector<JoinKey>* keys);

// One row for each combination of keys: which one is settled by the rows' order and content, not by chance.
RelPtr FirstOfEachKey(KqlBinder& binder, RelPtr rows, const std::vector<JoinKey>& keys, Span span);

// The columns of both sides under names that do not clash: a name of the right side that is taken gets a number.
// `left_out` are columns of the right side that are not shown. Texts of a side that may be missing become "".
RelPtr NameJoined(KqlBinder& binder, const RelPtr& joined, const RelPtr& left, const RelPtr& right,
                  const std::vector<ColumnId>& left_out, bool left_may_miss, bool right_may_miss, Span span);

}  // namespace quarry

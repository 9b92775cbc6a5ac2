// Gives a plan's rows an order where the query leaves it open, so that the same input gives the same bytes whatever
// the thread count:
//   - `sort` settles equal keys by the other columns, from left to right
//   - `take` of unordered rows takes the first by their columns, from left to right; straight from a scan it takes
//     the first of the input
//   - a result without an order is sorted by its time, then by its columns from left to right
// What is small and single-threaded by nature (literal rows, ranges) keeps its own order.
#pragma once

#include "bind/binder.h"

namespace quarry {

RelPtr WithStableOrder(const BoundQuery& query);

}  // namespace quarry

// Order and equality of two non-null cells of one type, as the comparison operators see them.
// Thread rule: pure functions.
#pragma once

#include <compare>

#include "types/cell.h"
#include "types/type.h"

namespace quarry {

// Unordered when a NaN takes part. Texts compare byte by byte, which is the order of code points.
std::partial_ordering CompareCells(Type type, const Cell& a, const Cell& b);
bool EqualCells(Type type, const Cell& a, const Cell& b);

}  // namespace quarry

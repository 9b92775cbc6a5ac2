// Numbers of any type as double, for kernels of statistics.
// Thread rule: pure functions.
#pragma once

#include "types/cell.h"
#include "types/type.h"

namespace quarry {

// REQUIRES: `type` is int, long or real, and the cell is not null.
inline double NumberOf(Type type, const Cell& cell) {
  return type == Type::kReal ? cell.real : static_cast<double>(cell.integer);
}

}  // namespace quarry

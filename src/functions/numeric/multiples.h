// Rounding down to multiples.
#pragma once

#include <cstdint>

#include "types/cell.h"

namespace quarry {

// The greatest multiple of `size` that is not above `value`; null for a size that is not positive.
inline Cell FloorToMultiple(int64_t value, int64_t size) {
  if (size <= 0) return Cell::Null();
  const int64_t rest = value % size;
  int64_t out = 0;
  if (__builtin_sub_overflow(value - rest, rest < 0 ? size : 0, &out)) return Cell::Null();
  return Cell::Integer(out);
}

}  // namespace quarry

// The kernels of unixtime_..._todatetime(): a count of units since 1970.
#pragma once

#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"
#include "types/ticks.h"

namespace quarry {

template <int64_t kTicks>
void UnixTime(const KernelCall& call, const Cell* args, Cell& result) {
  int64_t ticks = 0;
  if (call.types[0] == Type::kReal) {
    const double exact = args[0].real * static_cast<double>(kTicks);
    if (!(std::fabs(exact) < 9e18)) return;
    ticks = static_cast<int64_t>(std::llround(exact));
  } else if (__builtin_mul_overflow(args[0].integer, kTicks, &ticks)) {
    return;
  }
  result = DateTimeInRange(kUnixEpochTicks, ticks);
}

}  // namespace quarry

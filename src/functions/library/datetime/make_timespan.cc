// The timespan of hours and minutes, hours, minutes and seconds, or days, hours, minutes and seconds.
#include <cmath>

#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const size_t count = call.types.size();
  const size_t clock = count == 4 ? 1 : 0;
  const auto real = [&](size_t i) {
    return call.types[i] == Type::kReal ? args[i].real : static_cast<double>(args[i].integer);
  };
  const double seconds = count >= 3 ? real(count - 1) : 0;
  const double days = count == 4 ? real(0) : 0;
  const double hours = real(clock), minutes = real(clock + 1);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !(seconds >= 0 && seconds < 60) || days < 0 ||
      days > 10'675'198)
    return;
  result = Cell::Integer(static_cast<int64_t>(days) * kTicksPerDay + static_cast<int64_t>(hours) * kTicksPerHour +
                         static_cast<int64_t>(minutes) * kTicksPerMinute +
                         static_cast<int64_t>(std::round(seconds * kTicksPerSecond)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeTimespanFunction) = {
    .name = "make_timespan",
    .spelled = {{Lang::kKql, "make_timespan"}},
    .signature = "(first: int|long, second: int|long, third?: int|long|real, fourth?: int|long|real) -> timespan",
    .doc = "The timespan of hours and minutes, hours, minutes and seconds, or days, hours, minutes and seconds.",
    .example = "print make_timespan(1, 12, 30, 55.123)",
    .kernel = Run,
};

}  // namespace quarry

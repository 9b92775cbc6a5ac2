// The time of these parts; null where there is no such time.
#include <cmath>

#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.types[0] == Type::kDateTime) {
    result = args[0];
    return;
  }
  const size_t count = call.types.size();
  if (count < 3) return;
  const auto part = [&](size_t i, int64_t least, int64_t most, bool* valid) {
    const int64_t value = i < count ? args[i].integer : least;
    *valid = *valid && value >= least && value <= most;
    return static_cast<int>(value);
  };
  bool valid = true;
  CivilTime civil;
  civil.year = part(0, 1, 9999, &valid);
  civil.month = part(1, 1, 12, &valid);
  civil.day = part(2, 1, 31, &valid);
  civil.hour = part(3, 0, 23, &valid);
  civil.minute = part(4, 0, 59, &valid);
  double second = 0;
  if (count > 5) second = call.types[5] == Type::kReal ? args[5].real : static_cast<double>(args[5].integer);
  if (!valid || !(second >= 0 && second < 60) || civil.day > DaysInMonth(civil.year, civil.month)) return;
  result = Cell::Integer(FromCivil(civil) + static_cast<int64_t>(std::round(second * kTicksPerSecond)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakeDatetimeFunction) = {
    .name = "make_datetime",
    .spelled = {{Lang::kKql, "make_datetime"}},
    .signature =
        "(year: int|long|datetime, month?: int|long, day?: int|long, hour?: int|long, minute?: int|long, second?: "
        "int|long|real) -> datetime",
    .doc = "The time of these parts; null where there is no such time.",
    .example = "print make_datetime(2017, 10, 1, 12, 10, 0.5)",
    .kernel = Run,
};

}  // namespace quarry

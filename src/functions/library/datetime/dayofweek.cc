// The whole days since the preceding Sunday, as a timespan.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(DayOfWeek(args[0].integer) * kTicksPerDay);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDayofweekFunction) = {
    .name = "dayofweek",
    .spelled = {{Lang::kKql, "dayofweek"}},
    .signature = "(time: datetime) -> timespan",
    .doc = "The whole days since the preceding Sunday, as a timespan.",
    .example = "T | where dayofweek(Timestamp) in (0d, 6d)",
    .kernel = Run,
};

}  // namespace quarry

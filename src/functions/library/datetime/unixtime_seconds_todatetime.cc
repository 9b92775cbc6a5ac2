// The time so many seconds after 1970-01-01.
#include "functions/datetime/unix_time.h"
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  UnixTime<kTicksPerSecond>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kUnixtimeSecondsTodatetimeFunction) = {
    .name = "unixtime_seconds_todatetime",
    .spelled = {{Lang::kKql, "unixtime_seconds_todatetime"}},
    .signature = "(seconds: int|long|real) -> datetime",
    .doc = "The time so many seconds after 1970-01-01.",
    .example = "T | extend Time = unixtime_seconds_todatetime(Epoch)",
    .kernel = Run,
};

}  // namespace quarry

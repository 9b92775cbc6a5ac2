// The time so many milliseconds after 1970-01-01.
#include "functions/datetime/unix_time.h"
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  UnixTime<kTicksPerMillisecond>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kUnixtimeMillisecondsTodatetimeFunction) = {
    .name = "unixtime_milliseconds_todatetime",
    .spelled = {{Lang::kKql, "unixtime_milliseconds_todatetime"}},
    .signature = "(milliseconds: int|long|real) -> datetime",
    .doc = "The time so many milliseconds after 1970-01-01.",
    .example = "T | extend Time = unixtime_milliseconds_todatetime(timestamp)",
    .kernel = Run,
};

}  // namespace quarry

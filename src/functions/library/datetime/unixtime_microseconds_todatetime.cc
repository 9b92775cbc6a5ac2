// The time so many microseconds after 1970-01-01.
#include "functions/datetime/unix_time.h"
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  UnixTime<kTicksPerMicrosecond>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kUnixtimeMicrosecondsTodatetimeFunction) = {
    .name = "unixtime_microseconds_todatetime",
    .spelled = {{Lang::kKql, "unixtime_microseconds_todatetime"}},
    .signature = "(microseconds: int|long|real) -> datetime",
    .doc = "The time so many microseconds after 1970-01-01.",
    .example = "T | extend Time = unixtime_microseconds_todatetime(timestamp)",
    .kernel = Run,
};

}  // namespace quarry

// The time so many nanoseconds after 1970-01-01, in whole ticks.
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(kUnixEpochTicks + args[0].integer / 100);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kUnixtimeNanosecondsTodatetimeFunction) = {
    .name = "unixtime_nanoseconds_todatetime",
    .spelled = {{Lang::kKql, "unixtime_nanoseconds_todatetime"}},
    .signature = "(nanoseconds: int|long) -> datetime",
    .doc = "The time so many nanoseconds after 1970-01-01, in whole ticks.",
    .example = "T | extend Time = unixtime_nanoseconds_todatetime(timestamp)",
    .kernel = Run,
};

}  // namespace quarry

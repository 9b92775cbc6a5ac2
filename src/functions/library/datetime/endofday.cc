// The last tick of the day, moved by `offset` days.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  EndOf<DateUnit::kDay>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEndofdayFunction) = {
    .name = "endofday",
    .spelled = {{Lang::kKql, "endofday"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The last tick of the day, moved by `offset` days.",
    .example = "T | where Timestamp <= endofday(ago(1d))",
    .kernel = Run,
};

}  // namespace quarry

// The last tick of the year, moved by `offset` years.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  EndOf<DateUnit::kYear>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEndofyearFunction) = {
    .name = "endofyear",
    .spelled = {{Lang::kKql, "endofyear"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The last tick of the year, moved by `offset` years.",
    .example = "T | where Timestamp <= endofyear(ago(365d))",
    .kernel = Run,
};

}  // namespace quarry

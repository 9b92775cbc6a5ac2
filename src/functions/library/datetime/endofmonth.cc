// The last tick of the month, moved by `offset` months.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  EndOf<DateUnit::kMonth>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEndofmonthFunction) = {
    .name = "endofmonth",
    .spelled = {{Lang::kKql, "endofmonth"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The last tick of the month, moved by `offset` months.",
    .example = "T | where Timestamp <= endofmonth(ago(30d))",
    .kernel = Run,
};

}  // namespace quarry

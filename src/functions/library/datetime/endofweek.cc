// The last tick of the week, moved by `offset` weeks. Weeks end on Saturday.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  EndOf<DateUnit::kWeek>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEndofweekFunction) = {
    .name = "endofweek",
    .spelled = {{Lang::kKql, "endofweek"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The last tick of the week, moved by `offset` weeks. Weeks end on Saturday.",
    .example = "T | where Timestamp <= endofweek(ago(7d))",
    .kernel = Run,
};

}  // namespace quarry

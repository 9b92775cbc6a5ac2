// The first tick of the week, moved by `offset` weeks. Weeks start on Sunday.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  StartOf<DateUnit::kWeek>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStartofweekFunction) = {
    .name = "startofweek",
    .spelled = {{Lang::kKql, "startofweek"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The first tick of the week, moved by `offset` weeks. Weeks start on Sunday.",
    .example = "T | summarize count() by startofweek(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

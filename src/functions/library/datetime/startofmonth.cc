// The first tick of the month, moved by `offset` months.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  StartOf<DateUnit::kMonth>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStartofmonthFunction) = {
    .name = "startofmonth",
    .spelled = {{Lang::kKql, "startofmonth"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The first tick of the month, moved by `offset` months.",
    .example = "T | summarize count() by startofmonth(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

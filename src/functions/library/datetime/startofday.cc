// The first tick of the day, moved by `offset` days.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  StartOf<DateUnit::kDay>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStartofdayFunction) = {
    .name = "startofday",
    .spelled = {{Lang::kKql, "startofday"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The first tick of the day, moved by `offset` days.",
    .example = "T | summarize count() by startofday(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

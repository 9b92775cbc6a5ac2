// The first tick of the year, moved by `offset` years.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  StartOf<DateUnit::kYear>(call, args, result);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStartofyearFunction) = {
    .name = "startofyear",
    .spelled = {{Lang::kKql, "startofyear"}},
    .signature = "(time: datetime, offset?: int|long) -> datetime",
    .doc = "The first tick of the year, moved by `offset` years.",
    .example = "T | summarize count() by startofyear(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

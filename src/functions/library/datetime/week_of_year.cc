// The ISO 8601 week of the year: weeks start on Monday, week 1 holds the year's first Thursday.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(IsoWeek(args[0].integer));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kWeekOfYearFunction) = {
    .name = "week_of_year",
    .spelled = {{Lang::kKql, "week_of_year"}, {Lang::kKql, "weekofyear"}},
    .signature = "(time: datetime) -> int",
    .doc = "The ISO 8601 week of the year: weeks start on Monday, week 1 holds the year's first Thursday.",
    .example = "T | extend Week = week_of_year(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

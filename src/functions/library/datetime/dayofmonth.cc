// The day of the month, from 1.
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(ToCivil(args[0].integer).day);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDayofmonthFunction) = {
    .name = "dayofmonth",
    .spelled = {{Lang::kKql, "dayofmonth"}},
    .signature = "(time: datetime) -> int",
    .doc = "The day of the month, from 1.",
    .example = "T | extend Day = dayofmonth(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

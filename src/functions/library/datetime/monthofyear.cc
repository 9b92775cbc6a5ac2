// The month of the year, from 1.
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(ToCivil(args[0].integer).month);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMonthofyearFunction) = {
    .name = "monthofyear",
    .spelled = {{Lang::kKql, "monthofyear"}, {Lang::kKql, "getmonth"}},
    .signature = "(time: datetime) -> int",
    .doc = "The month of the year, from 1.",
    .example = "T | extend Month = monthofyear(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

// The day of the year, from 1.
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const CivilTime civil = ToCivil(args[0].integer);
  result = Cell::Integer((args[0].integer - FromCivil({.year = civil.year})) / kTicksPerDay + 1);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDayofyearFunction) = {
    .name = "dayofyear",
    .spelled = {{Lang::kKql, "dayofyear"}},
    .signature = "(time: datetime) -> int",
    .doc = "The day of the year, from 1.",
    .example = "T | extend Day = dayofyear(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

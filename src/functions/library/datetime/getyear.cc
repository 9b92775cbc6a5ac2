// The year.
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(ToCivil(args[0].integer).year);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGetyearFunction) = {
    .name = "getyear",
    .spelled = {{Lang::kKql, "getyear"}},
    .signature = "(time: datetime) -> int",
    .doc = "The year.",
    .example = "T | extend Year = getyear(Timestamp)",
    .kernel = Run,
};

}  // namespace quarry

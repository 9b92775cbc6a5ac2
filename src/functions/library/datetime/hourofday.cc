// The hour of the day, 0 to 23.
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(ToCivil(args[0].integer).hour);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHourofdayFunction) = {
    .name = "hourofday",
    .spelled = {{Lang::kKql, "hourofday"}},
    .signature = "(time: datetime) -> int",
    .doc = "The hour of the day, 0 to 23.",
    .example = "T | where hourofday(Timestamp) !between (8 .. 18)",
    .kernel = Run,
};

}  // namespace quarry

// Where a number stands between two.
#include "analytics/evidence.h"
#include "functions/analytics/number_of.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Real(
      Ramp(NumberOf(call.types[0], args[0]), NumberOf(call.types[1], args[1]), NumberOf(call.types[2], args[2])));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRampFunction) = {
    .name = "ramp",
    .spelled = {{Lang::kKql, "ramp"}},
    .signature = "(value: int|long|real, low: int|long|real, high: int|long|real) -> real",
    .doc =
        "Where `value` stands between `low` (0) and `high` (1); 0 or 1 outside. `high` below `low` turns it round. "
        "Makes a part of a score of a measure; null where the measure is.\n\nQuarry's own function.",
    .example = "T | extend Part = 0.4 * ramp(Tenants, 4, 20)",
    .kernel = Run,
};

}  // namespace quarry

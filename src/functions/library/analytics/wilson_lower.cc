// Lower bound of a share.
#include "analytics/evidence.h"
#include "functions/analytics/number_of.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const double z = call.types.size() > 2 ? NumberOf(call.types[2], args[2]) : 1.96;
  result = Cell::Real(WilsonLower(NumberOf(call.types[0], args[0]), NumberOf(call.types[1], args[1]), z));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kWilsonLowerFunction) = {
    .name = "wilson_lower",
    .spelled = {{Lang::kKql, "wilson_lower"}},
    .signature = "(successes: int|long|real, total: int|long|real, z?: int|long|real) -> real",
    .doc =
        "What a share of `successes` among `total` is at least: the lower end of Wilson's interval, by default for "
        "97.5 % confidence (`z` = 1.96). Few trials give a small bound: 1 of 1 is 0.21, 20 of 20 is 0.84; 0 without "
        "trials.\n\nQuarry's own function.",
    .example =
        "T | summarize Failed = countif(Status != 0), All = count() by Host | where wilson_lower(Failed, All) > 0.5",
    .kernel = Run,
};

}  // namespace quarry

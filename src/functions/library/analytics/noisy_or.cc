// Independent reasons as one probability.
#include "analytics/evidence.h"
#include "functions/analytics/number_of.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  double none = 1;
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (args[i].null) continue;
    const double p = NumberOf(call.types[i], args[i]);
    none *= 1 - NoisyOr({&p, 1});
  }
  result = Cell::Real(1 - none);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNoisyOrFunction) = {
    .name = "noisy_or",
    .spelled = {{Lang::kKql, "noisy_or"}},
    .signature = "(probabilities...: int|long|real) -> real",
    .doc =
        "The probability that at least one of several independent reasons holds: 1 minus the product of (1 - p). Each "
        "is brought into 0 to 1, nulls are passed over; 0 without any.\n\nQuarry's own function.",
    .example = "T | extend Score = noisy_or(0.4 * Timing, 0.35 * Rarity, 0.2 * Newness)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

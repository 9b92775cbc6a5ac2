// How few have something.
#include "analytics/evidence.h"
#include "functions/analytics/number_of.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Real(Rarity(NumberOf(call.types[0], args[0]), NumberOf(call.types[1], args[1])));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRarityFunction) = {
    .name = "rarity",
    .spelled = {{Lang::kKql, "rarity"}},
    .signature = "(having: int|long|real, all: int|long|real) -> real",
    .doc =
        "How rare something is that `having` of `all` have: `-log10((1 + having) / (1 + all))`; 0 for what all have, 2 "
        "for one in a hundred.\n\nQuarry's own function.",
    .example = "T | extend Rarity = rarity(HostsWithIt, AllHosts)",
    .kernel = Run,
};

}  // namespace quarry

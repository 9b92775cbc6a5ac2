// The sum of the elements; null where one is no number.
#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto numbers = NumbersOf(args[0], call.arena);
  if (!numbers) return;
  double sum = 0;
  for (const double number : *numbers) sum += number;
  result = Cell::Real(sum);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesSumFunction) = {
    .name = "series_sum",
    .spelled = {{Lang::kKql, "series_sum"}},
    .signature = "(series: dynamic) -> real",
    .doc = "The sum of the elements; null where one is no number.",
    .example = "T | extend Total = series_sum(Values)",
    .kernel = Run,
};

}  // namespace quarry

// The length of the series as a vector; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto numbers = NumbersOf(args[0], call.arena);
  if (!numbers) return;
  double sum = 0;
  for (const double number : *numbers) sum += number * number;
  result = Cell::Real(std::sqrt(sum));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesMagnitudeFunction) = {
    .name = "series_magnitude",
    .spelled = {{Lang::kKql, "series_magnitude"}},
    .signature = "(series: dynamic) -> real",
    .doc = "The length of the series as a vector; null where an element is no number.",
    .example = "T | extend Length = series_magnitude(Values)",
    .kernel = Run,
};

}  // namespace quarry

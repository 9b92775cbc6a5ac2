// The product of the elements; null where one is no number.
#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto numbers = NumbersOf(args[0], call.arena);
  if (!numbers) return;
  double product = 1;
  for (const double number : *numbers) product *= number;
  result = Cell::Real(product);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesProductFunction) = {
    .name = "series_product",
    .spelled = {{Lang::kKql, "series_product"}},
    .signature = "(series: dynamic) -> real",
    .doc = "The product of the elements; null where one is no number.",
    .example = "T | extend Total = series_product(Values)",
    .kernel = Run,
};

}  // namespace quarry

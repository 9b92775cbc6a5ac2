// The sum of the products of the elements of two series, place by place. What the longer series has more is left
// out, and elements that are no numbers are passed over; null where a series is empty.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* a = SeriesOf(args[0], call.arena);
  const JsonNode* b = SeriesOf(args[1], call.arena);
  if (!a || !b || a->size == 0 || b->size == 0) return;
  double sum = 0;
  for (uint32_t i = 0; i < std::min(a->size, b->size); ++i) {
    const JsonNode &x = a->array()[i], &y = b->array()[i];
    if (IsSeriesNumber(x) && IsSeriesNumber(y)) sum += x.real * y.real;
  }
  result = Cell::Real(sum);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesDotProductFunction) = {
    .name = "series_dot_product",
    .spelled = {{Lang::kKql, "series_dot_product"}},
    .signature = "(series1: dynamic, series2: dynamic) -> real",
    .doc =
        "The sum of the products of the elements of two series, place by place. What the longer series has more is"
        " left out, and elements that are no numbers are passed over; null where a series is empty.",
    .example = "T | extend Product = series_dot_product(A, B)",
    .kernel = Run,
};

}  // namespace quarry

// The sum of the products of the elements of two series, place by place; what the longer series has more is left
// out. Null where an element is no number.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto a = NumbersOf(args[0], call.arena), b = NumbersOf(args[1], call.arena);
  if (!a || !b) return;
  double sum = 0;
  for (size_t i = 0; i < std::min(a->size(), b->size()); ++i) sum += (*a)[i] * (*b)[i];
  result = Cell::Real(sum);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesDotProductFunction) = {
    .name = "series_dot_product",
    .spelled = {{Lang::kKql, "series_dot_product"}},
    .signature = "(series1: dynamic, series2: dynamic) -> real",
    .doc =
        "The sum of the products of the elements of two series, place by place; what the longer series has more is"
        " left out. Null where an element is no number.",
    .example = "T | extend Product = series_dot_product(A, B)",
    .kernel = Run,
};

}  // namespace quarry

// The Pearson correlation of two series; null where they differ in length or an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto a = NumbersOf(args[0], call.arena), b = NumbersOf(args[1], call.arena);
  if (!a || !b || a->size() != b->size()) return;
  const double size = static_cast<double>(a->size());
  double mean_a = 0, mean_b = 0;
  for (size_t i = 0; i < a->size(); ++i) {
    mean_a += (*a)[i] / size;
    mean_b += (*b)[i] / size;
  }
  double both = 0, square_a = 0, square_b = 0;
  for (size_t i = 0; i < a->size(); ++i) {
    const double x = (*a)[i] - mean_a, y = (*b)[i] - mean_b;
    both += x * y;
    square_a += x * x;
    square_b += y * y;
  }
  result = Cell::Real(both / std::sqrt(square_a * square_b));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesPearsonCorrelationFunction) = {
    .name = "series_pearson_correlation",
    .spelled = {{Lang::kKql, "series_pearson_correlation"}},
    .signature = "(series1: dynamic, series2: dynamic) -> real",
    .doc = "The Pearson correlation of two series; null where they differ in length or an element is no number.",
    .example = "T | extend Correlation = series_pearson_correlation(A, B)",
    .kernel = Run,
};

}  // namespace quarry

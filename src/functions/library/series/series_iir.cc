// The series through an infinite impulse response filter with these coefficients: `[1]` and `[1, -1]` sum it up.
// Null where an element or coefficient is no number, or the first denominator is 0.
#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto in = NumbersOf(args[0], call.arena), b = NumbersOf(args[1], call.arena),
             a = NumbersOf(args[2], call.arena);
  if (!in || !b || !a || a->empty() || (*a)[0] == 0) return;
  std::vector<double> out;
  SeriesText text;
  for (size_t i = 0; i < in->size(); ++i) {
    double value = 0;
    for (size_t j = 0; j < b->size() && j <= i; ++j) value += (*b)[j] * (*in)[i - j];
    for (size_t j = 1; j < a->size() && j <= i; ++j) value -= (*a)[j] * out[i - j];
    out.push_back(value / (*a)[0]);
    text.Add(out.back());
  }
  result = text.Finish(call.arena);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesIirFunction) = {
    .name = "series_iir",
    .spelled = {{Lang::kKql, "series_iir"}},
    .signature = "(series: dynamic, numerators: dynamic, denominators: dynamic) -> dynamic",
    .doc =
        "The series through an infinite impulse response filter with these coefficients: `[1]` and `[1, -1]` sum "
        "it up. Null where an element or coefficient is no number, or the first denominator is 0.",
    .example = "T | extend Smooth = series_iir(Values, dynamic([0.2]), dynamic([1, -0.8]))",
    .kernel = Run,
};

}  // namespace quarry

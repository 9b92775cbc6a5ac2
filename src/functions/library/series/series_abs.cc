// The size of each element without its sign; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double OfReal(double x) {
  return std::fabs(x);
}
int64_t OfWhole(int64_t x) {
  return x < 0 ? WrappingNegate(x) : x;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesAbsFunction) = {
    .name = "series_abs",
    .spelled = {{Lang::kKql, "series_abs"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The size of each element without its sign; null where an element is no number.",
    .example = "T | extend S = series_abs(Values)",
    .kernel = SeriesMapWhole<OfReal, OfWhole>,
};

}  // namespace quarry

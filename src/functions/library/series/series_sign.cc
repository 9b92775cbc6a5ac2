// The sign of each element: -1, 0 or 1; null where an element is no number.
#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double OfReal(double x) {
  return (x > 0) - (x < 0);
}
int64_t OfWhole(int64_t x) {
  return (x > 0) - (x < 0);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesSignFunction) = {
    .name = "series_sign",
    .spelled = {{Lang::kKql, "series_sign"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The sign of each element: -1, 0 or 1; null where an element is no number.",
    .example = "T | extend S = series_sign(Values)",
    .kernel = SeriesMapWhole<OfReal, OfWhole>,
};

}  // namespace quarry

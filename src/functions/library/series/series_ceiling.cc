// Each element rounded up to a whole number; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double OfReal(double x) {
  return std::ceil(x);
}
int64_t OfWhole(int64_t x) {
  return x;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesCeilingFunction) = {
    .name = "series_ceiling",
    .spelled = {{Lang::kKql, "series_ceiling"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "Each element rounded up to a whole number; null where an element is no number.",
    .example = "T | extend S = series_ceiling(Values)",
    .kernel = SeriesMapWhole<OfReal, OfWhole>,
};

}  // namespace quarry

// Each element rounded down to a whole number; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double OfReal(double x) {
  return std::floor(x);
}
int64_t OfWhole(int64_t x) {
  return x;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesFloorFunction) = {
    .name = "series_floor",
    .spelled = {{Lang::kKql, "series_floor"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "Each element rounded down to a whole number; null where an element is no number.",
    .example = "T | extend S = series_floor(Values)",
    .kernel = SeriesMapWhole<OfReal, OfWhole>,
};

}  // namespace quarry

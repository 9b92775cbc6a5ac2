// The angle with this sine of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::asin(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesAsinFunction) = {
    .name = "series_asin",
    .spelled = {{Lang::kKql, "series_asin"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The angle with this sine of each element; null where an element is no number.",
    .example = "T | extend S = series_asin(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

// The angle with this tangent of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::atan(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesAtanFunction) = {
    .name = "series_atan",
    .spelled = {{Lang::kKql, "series_atan"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The angle with this tangent of each element; null where an element is no number.",
    .example = "T | extend S = series_atan(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

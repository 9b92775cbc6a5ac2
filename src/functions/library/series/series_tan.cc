// The tangent of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::tan(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesTanFunction) = {
    .name = "series_tan",
    .spelled = {{Lang::kKql, "series_tan"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The tangent of each element; null where an element is no number.",
    .example = "T | extend S = series_tan(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

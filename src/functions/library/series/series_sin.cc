// The sine of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::sin(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesSinFunction) = {
    .name = "series_sin",
    .spelled = {{Lang::kKql, "series_sin"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The sine of each element; null where an element is no number.",
    .example = "T | extend S = series_sin(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

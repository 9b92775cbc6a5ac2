// The power of e with this exponent of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::exp(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesExpFunction) = {
    .name = "series_exp",
    .spelled = {{Lang::kKql, "series_exp"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The power of e with this exponent of each element; null where an element is no number.",
    .example = "T | extend S = series_exp(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

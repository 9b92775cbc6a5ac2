// The cosine of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::cos(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesCosFunction) = {
    .name = "series_cos",
    .spelled = {{Lang::kKql, "series_cos"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The cosine of each element; null where an element is no number.",
    .example = "T | extend S = series_cos(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

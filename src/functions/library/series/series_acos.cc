// The angle with this cosine of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::acos(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesAcosFunction) = {
    .name = "series_acos",
    .spelled = {{Lang::kKql, "series_acos"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The angle with this cosine of each element; null where an element is no number.",
    .example = "T | extend S = series_acos(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

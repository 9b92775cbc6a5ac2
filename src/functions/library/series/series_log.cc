// The natural logarithm of each element; null where an element is no number.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x) {
  return std::log(x);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesLogFunction) = {
    .name = "series_log",
    .spelled = {{Lang::kKql, "series_log"}},
    .signature = "(series: dynamic) -> dynamic",
    .doc = "The natural logarithm of each element; null where an element is no number.",
    .example = "T | extend S = series_log(Values)",
    .kernel = SeriesMap<Of>,
};

}  // namespace quarry

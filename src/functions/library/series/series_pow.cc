// The elements of one series to the power of the elements of the other, place by place; null where one of them is
// no number or not there.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x, double y) {
  return std::pow(x, y);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesPowFunction) = {
    .name = "series_pow",
    .spelled = {{Lang::kKql, "series_pow"}},
    .signature = "(series1: dynamic, series2: dynamic) -> dynamic",
    .doc =
        "The elements of one series to the power of the elements of the other, place by place; null where one of "
        "them is no number or not there.",
    .example = "T | extend S = series_pow(Before, After)",
    .kernel = SeriesZip<Of>,
};

}  // namespace quarry

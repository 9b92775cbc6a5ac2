// The differences of the elements of two series, place by place; null where one of them is no number or not there.
#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double OfReals(double x, double y) {
  return x - y;
}
int64_t OfWholes(int64_t x, int64_t y) {
  return WrappingAdd(x, WrappingNegate(y));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesSubtractFunction) = {
    .name = "series_subtract",
    .spelled = {{Lang::kKql, "series_subtract"}},
    .signature = "(series1: dynamic, series2: dynamic) -> dynamic",
    .doc =
        "The differences of the elements of two series, place by place; null where one of them is no number or not"
        " there.",
    .example = "T | extend S = series_subtract(Before, After)",
    .kernel = SeriesZipWhole<OfReals, OfWholes>,
};

}  // namespace quarry

// The products of the elements of two series, place by place; null where one of them is no number or not there.
#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double OfReals(double x, double y) {
  return x * y;
}
int64_t OfWholes(int64_t x, int64_t y) {
  return WrappingMultiply(x, y);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesMultiplyFunction) = {
    .name = "series_multiply",
    .spelled = {{Lang::kKql, "series_multiply"}},
    .signature = "(series1: dynamic, series2: dynamic) -> dynamic",
    .doc =
        "The products of the elements of two series, place by place; null where one of them is no number or not "
        "there.",
    .example = "T | extend S = series_multiply(Before, After)",
    .kernel = SeriesZipWhole<OfReals, OfWholes>,
};

}  // namespace quarry

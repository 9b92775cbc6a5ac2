// The quotients of the elements of two series, place by place; null where one of them is no number or not there.
#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

double Of(double x, double y) {
  return x / y;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesDivideFunction) = {
    .name = "series_divide",
    .spelled = {{Lang::kKql, "series_divide"}},
    .signature = "(series1: dynamic, series2: dynamic) -> dynamic",
    .doc =
        "The quotients of the elements of two series, place by place; null where one of them is no number or not "
        "there.",
    .example = "T | extend S = series_divide(Before, After)",
    .kernel = SeriesZip<Of>,
};

}  // namespace quarry

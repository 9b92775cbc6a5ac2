// Whether an element of the first series equals the one of the second, place by place; null where one of them is
// no number or not there.
#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

bool Holds(std::partial_ordering order) {
  return std::is_eq(order);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesEqualsFunction) = {
    .name = "series_equals",
    .spelled = {{Lang::kKql, "series_equals"}},
    .signature = "(series1: dynamic, series2: dynamic) -> dynamic",
    .doc =
        "Whether an element of the first series equals the one of the second, place by place; null where one of "
        "them is no number or not there.",
    .example = "T | extend S = series_equals(Before, After)",
    .kernel = SeriesCompare<Holds>,
};

}  // namespace quarry

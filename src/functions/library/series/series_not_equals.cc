// Whether an element of the first series differs from the one of the second, place by place; null where one of
// them is no number or not there.
#include "functions/function_def.h"
#include "functions/series/elementwise.h"

namespace quarry {

namespace {

bool Holds(std::partial_ordering order) {
  return std::is_neq(order);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesNotEqualsFunction) = {
    .name = "series_not_equals",
    .spelled = {{Lang::kKql, "series_not_equals"}},
    .signature = "(series1: dynamic, series2: dynamic) -> dynamic",
    .doc =
        "Whether an element of the first series differs from the one of the second, place by place; null where one"
        " of them is no number or not there.",
    .example = "T | extend S = series_not_equals(Before, After)",
    .kernel = SeriesCompare<Holds>,
};

}  // namespace quarry

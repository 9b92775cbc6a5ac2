// The length of the series as a vector. Elements that are no numbers are passed over; null for an empty series.
#include <cmath>

#include "functions/function_def.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* series = SeriesOf(args[0], call.arena);
  if (!series || series->size == 0) return;
  double sum = 0;
  for (const JsonNode& element : series->array())
    if (IsSeriesNumber(element)) sum += element.real * element.real;
  result = Cell::Real(std::sqrt(sum));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesMagnitudeFunction) = {
    .name = "series_magnitude",
    .spelled = {{Lang::kKql, "series_magnitude"}},
    .signature = "(series: dynamic) -> real",
    .doc =
        "The length of the series as a vector. Elements that are no numbers are passed over; null for an empty "
        "series.",
    .example = "T | extend Length = series_magnitude(Values)",
    .kernel = Run,
};

}  // namespace quarry

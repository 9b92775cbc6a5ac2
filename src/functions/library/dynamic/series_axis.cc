// The axis of make-series.
#include <string>

#include "functions/dynamic/series_places.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/cell_text.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Type type = call.types[0];
  const std::optional<int64_t> count = CountSeriesPlaces(type, args[0], args[1], args[2]);
  if (!count) return;
  std::string out = "[";
  for (int64_t i = 0; i < *count; ++i) {
    if (i > 0) out += ',';
    const Cell place = type == Type::kReal ? Cell::Real(args[0].real + static_cast<double>(i) * args[2].real)
                                           : Cell::Integer(args[0].integer + i * args[2].integer);
    AppendCellJson(type, place, out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesAxisFunction) = {
    .name = "series_axis",
    .spelled = {},
    .signature =
        "(start: long|real|datetime|timespan, end: long|real|datetime|timespan, step: long|real|timespan) -> dynamic",
    .doc = "The places of a series: from `start` by `step` to before `end`; null for more than 1,048,576.",
    .example = "T | make-series count() on Timestamp from ago(7d) to now() step 1d",
    .kernel = Run,
};

}  // namespace quarry

// The series with each null replaced by the last value before it; nulls at the start stay. `missing`, the value
// that stands for a gap, can only be null.
#include "functions/function_def.h"
#include "functions/series/fill.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* series = SeriesOf(args[0], call.arena);
  if (!series) return;
  SeriesText out;
  const JsonNode* last = nullptr;
  for (const JsonNode& element : series->array()) {
    if (element.kind != JsonNode::Kind::kNull) last = &element;
    if (last)
      out.Add(*last);
    else
      out.AddNull();
  }
  result = out.Finish(call.arena);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesFillForwardFunction) = {
    .name = "series_fill_forward",
    .spelled = {{Lang::kKql, "series_fill_forward"}},
    .signature = "(series: dynamic, missing?: any) -> dynamic",
    .doc =
        "The series with each null replaced by the last value before it; nulls at the start stay. `missing`, the "
        "value that stands for a gap, can only be null.",
    .example = "T | extend Values = series_fill_forward(Values)",
    .null_rule = NullRule::kHandled,
    .prepare = RefusePlaceholder,
    .kernel = Run,
};

}  // namespace quarry

// The series with each null replaced by the next value after it; nulls at the end stay. `missing`, the value that
// stands for a gap, can only be null.
#include "functions/function_def.h"
#include "functions/series/fill.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* series = SeriesOf(args[0], call.arena);
  if (!series) return;
  std::vector<const JsonNode*> filled(series->size);
  const JsonNode* next = nullptr;
  for (size_t i = series->size; i-- > 0;) {
    if (series->array()[i].kind != JsonNode::Kind::kNull) next = &series->array()[i];
    filled[i] = next;
  }
  SeriesText out;
  for (const JsonNode* element : filled) {
    if (element)
      out.Add(*element);
    else
      out.AddNull();
  }
  result = out.Finish(call.arena);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesFillBackwardFunction) = {
    .name = "series_fill_backward",
    .spelled = {{Lang::kKql, "series_fill_backward"}},
    .signature = "(series: dynamic, missing?: any) -> dynamic",
    .doc =
        "The series with each null replaced by the next value after it; nulls at the end stay. `missing`, the "
        "value that stands for a gap, can only be null.",
    .example = "T | extend Values = series_fill_backward(Values)",
    .null_rule = NullRule::kHandled,
    .prepare = RefusePlaceholder,
    .kernel = Run,
};

}  // namespace quarry

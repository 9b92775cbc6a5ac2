// The series with its nulls on the straight line between their neighbours, cut to whole numbers in a series of
// whole numbers; at the edges the nearest value unless `fill_edges` is false, and `constant` (0 unless given)
// where there are no values at all. `missing`, the value that stands for a gap, can only be null.
#include "functions/function_def.h"
#include "functions/series/fill.h"
#include "functions/series/numbers.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* series = SeriesOf(args[0], call.arena);
  if (!series) return;
  const bool fill_edges = call.types.size() < 3 || args[2].null || args[2].boolean;
  const auto elements = series->array();
  const bool whole = IsWholeSeries(*series);
  std::vector<size_t> known;
  for (size_t i = 0; i < elements.size(); ++i) {
    if (IsSeriesNumber(elements[i]))
      known.push_back(i);
    else if (elements[i].kind != JsonNode::Kind::kNull)
      return;
  }
  SeriesText out;
  if (known.empty()) {
    double constant = 0;
    if (call.types.size() > 3 && !args[3].null)
      constant = call.types[3] == Type::kReal ? args[3].real : static_cast<double>(args[3].integer);
    for (size_t i = 0; i < elements.size(); ++i) out.Add(constant);
    result = out.Finish(call.arena);
    return;
  }
  size_t next = 0;  // the place in `known` of the first value that is not before `i`
  for (size_t i = 0; i < elements.size(); ++i) {
    while (next < known.size() && known[next] < i) ++next;
    if (next < known.size() && known[next] == i) {
      out.Add(elements[i]);
    } else if (next == 0 || next == known.size()) {
      if (fill_edges)
        out.Add(elements[next == 0 ? known.front() : known.back()]);
      else
        out.AddNull();
    } else {
      const size_t left = known[next - 1], right = known[next];
      const double part = static_cast<double>(i - left) / static_cast<double>(right - left);
      const double value = elements[left].real * (1 - part) + elements[right].real * part;
      if (whole)
        out.Add(static_cast<int64_t>(value));
      else
        out.Add(value);
    }
  }
  result = out.Finish(call.arena);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesFillLinearFunction) = {
    .name = "series_fill_linear",
    .spelled = {{Lang::kKql, "series_fill_linear"}},
    .signature = "(series: dynamic, missing?: any, fill_edges?: bool, constant?: int|long|real) -> dynamic",
    .doc =
        "The series with its nulls on the straight line between their neighbours, cut to whole numbers in a series"
        " of whole numbers; at the edges the nearest value unless `fill_edges` is false, and `constant` (0 unless "
        "given) where there are no values at all. `missing`, the value that stands for a gap, can only be null.",
    .example = "T | extend Values = series_fill_linear(Values)",
    .null_rule = NullRule::kHandled,
    .prepare = RefusePlaceholder,
    .kernel = Run,
};

}  // namespace quarry

// The values of make-series: what collect_points collected, a value for each place of the axis.
#include <string>
#include <vector>

#include "functions/dynamic/json_cells.h"
#include "functions/dynamic/series_places.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/cell_text.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Type type = call.types[1];
  const std::optional<int64_t> count = CountSeriesPlaces(type, args[1], args[2], args[3]);
  const JsonNode* points = args[0].null ? nullptr : NodesOf(args[0], call.arena);
  if (!count || points == nullptr) return;
  std::vector<const JsonNode*> values(static_cast<size_t>(*count), nullptr);
  const std::span<const JsonNode> items = points->array();
  for (size_t i = 0; i + 1 < items.size(); i += 2) {
    const JsonNode* at = items[i].At(0);
    if (at == nullptr || (at->kind != JsonNode::Kind::kInteger && at->kind != JsonNode::Kind::kReal)) continue;
    int64_t place;
    if (type == Type::kReal) {
      const double number = at->kind == JsonNode::Kind::kReal ? at->real : static_cast<double>(at->integer);
      const double offset = std::round((number - args[1].real) / args[3].real);
      place = offset >= 0 && offset < static_cast<double>(*count) ? static_cast<int64_t>(offset) : -1;
    } else {
      if (at->integer < args[1].integer) continue;
      place = (at->integer - args[1].integer) / args[3].integer;
    }
    if (place >= 0 && place < *count) values[static_cast<size_t>(place)] = &items[i + 1];
  }
  std::string missing;
  AppendCellJson(call.types[4], args[4], missing);
  std::string out = "[";
  for (const JsonNode* value : values) {
    if (out.size() > 1) out += ',';
    if (value != nullptr)
      AppendJson(*value, out);
    else
      out += missing;
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSeriesValuesFunction) = {
    .name = "series_values",
    .spelled = {},
    .signature =
        "(points: dynamic, start: long|real|datetime|timespan, end: long|real|datetime|timespan, step: "
        "long|real|timespan, missing: any) -> dynamic",
    .doc =
        "The values of collected points by their places from `start` by `step` to before `end`, and `missing` where "
        "there is none.",
    .example = "T | make-series count() default=0 on Timestamp from ago(7d) to now() step 1d",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

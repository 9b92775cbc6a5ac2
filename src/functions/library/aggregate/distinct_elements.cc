// The different elements of an array, arrays in it taken apart: what make_set does with the values that it collected.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

constexpr int64_t kMostElements = 1'048'576;

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array) return;
  const int64_t limit = call.types.size() > 1 ? args[1].integer : kMostElements;
  std::unordered_set<std::string> seen;
  std::string out = "[";
  const auto add = [&](const JsonNode& element) {
    if (element.kind == JsonNode::Kind::kNull || static_cast<int64_t>(seen.size()) >= limit) return;
    if (!seen.insert(JsonKey(element)).second) return;
    if (out.size() > 1) out += ',';
    AppendJson(element, out);
  };
  for (const JsonNode& element : array->array()) {
    if (element.kind == JsonNode::Kind::kArray) {
      for (const JsonNode& inner : element.array()) add(inner);
    } else {
      add(element);
    }
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDistinctElementsFunction) = {
    .name = "distinct_elements",
    .spelled = {},
    .signature = "(values: dynamic, limit?: int|long) -> dynamic",
    .doc = "The different elements of an array, at most `limit`; elements that are arrays give their elements.",
    .example = "T | summarize make_set(Values)",
    .kernel = Run,
};

}  // namespace quarry

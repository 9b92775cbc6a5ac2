// The array cut into arrays before each of the places given.
#include <algorithm>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return;
  const int64_t size = array->size;
  std::vector<int64_t> cuts;
  const auto add = [&](int64_t at) { cuts.push_back(std::clamp<int64_t>(at < 0 ? at + size : at, 0, size)); };
  if (call.types[1] == Type::kDynamic) {
    const JsonNode* places = NodesOf(args[1], call.arena);
    if (!places || places->kind != JsonNode::Kind::kArray) return;
    for (const JsonNode& place : places->array()) add(place.integer);
  } else {
    add(args[1].integer);
  }
  cuts.push_back(size);
  std::string out = "[";
  int64_t from = 0;
  for (const int64_t cut : cuts) {
    if (out.size() > 1) out += ',';
    out += '[';
    for (int64_t i = from; i < cut; ++i) {
      if (i > from) out += ',';
      AppendJson(array->array()[static_cast<size_t>(i)], out);
    }
    out += ']';
    from = std::max(from, cut);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArraySplitFunction) = {
    .name = "array_split",
    .spelled = {{Lang::kKql, "array_split"}},
    .signature = "(array: dynamic, at: int|long|dynamic) -> dynamic",
    .doc = "The array cut into arrays before each of the places given.",
    .example = "print array_split(dynamic([1, 2, 3]), 1)",
    .kernel = Run,
};

}  // namespace quarry

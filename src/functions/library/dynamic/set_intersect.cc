// The different elements that are in all arrays.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::unordered_set<std::string>> others;
  for (size_t i = 0; i < call.types.size(); ++i) {
    const JsonNode* array = NodesOf(args[i], call.arena);
    if (!array || array->kind != JsonNode::Kind::kArray) return;
    if (i == 0) continue;
    auto& keys = others.emplace_back();
    for (const JsonNode& element : array->array()) keys.insert(JsonKey(element));
  }
  std::unordered_set<std::string> seen;
  std::string out = "[";
  for (const JsonNode& element : NodesOf(args[0], call.arena)->array()) {
    const std::string key = JsonKey(element);
    bool everywhere = seen.insert(key).second;
    for (const auto& keys : others) everywhere = everywhere && keys.contains(key);
    if (!everywhere) continue;
    if (out.size() > 1) out += ',';
    AppendJson(element, out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSetIntersectFunction) = {
    .name = "set_intersect",
    .spelled = {{Lang::kKql, "set_intersect"}},
    .signature = "(arrays...: dynamic) -> dynamic",
    .doc = "The different elements that are in all arrays.",
    .example = "T | extend Both = set_intersect(A, B)",
    .kernel = Run,
};

}  // namespace quarry

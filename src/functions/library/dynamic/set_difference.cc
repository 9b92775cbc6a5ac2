// The different elements of the first array that are in none of the others.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::unordered_set<std::string> seen;
  for (size_t i = call.types.size(); i-- > 0;) {
    const JsonNode* array = NodesOf(args[i], call.arena);
    if (!array || array->kind != JsonNode::Kind::kArray) return;
    if (i > 0)
      for (const JsonNode& element : array->array()) seen.insert(JsonKey(element));
  }
  std::string out = "[";
  for (const JsonNode& element : NodesOf(args[0], call.arena)->array()) {
    if (!seen.insert(JsonKey(element)).second) continue;
    if (out.size() > 1) out += ',';
    AppendJson(element, out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSetDifferenceFunction) = {
    .name = "set_difference",
    .spelled = {{Lang::kKql, "set_difference"}},
    .signature = "(arrays...: dynamic) -> dynamic",
    .doc = "The different elements of the first array that are in none of the others.",
    .example = "T | extend Only = set_difference(A, B)",
    .kernel = Run,
};

}  // namespace quarry

// The different elements of all arrays, in order of their first place.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::unordered_set<std::string> seen;
  std::string out = "[";
  for (size_t i = 0; i < call.types.size(); ++i) {
    const JsonNode* array = NodesOf(args[i], call.arena);
    if (!array || array->kind != JsonNode::Kind::kArray) return;
    for (const JsonNode& element : array->array()) {
      if (!seen.insert(JsonKey(element)).second) continue;
      if (out.size() > 1) out += ',';
      AppendJson(element, out);
    }
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSetUnionFunction) = {
    .name = "set_union",
    .spelled = {{Lang::kKql, "set_union"}},
    .signature = "(arrays...: dynamic) -> dynamic",
    .doc = "The different elements of all arrays, in order of their first place.",
    .example = "T | extend All = set_union(A, B)",
    .kernel = Run,
};

}  // namespace quarry

// The elements of all arrays, one array after the other.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out = "[";
  for (size_t i = 0; i < call.types.size(); ++i) {
    const JsonNode* array = NodesOf(args[i], call.arena);
    if (!array) continue;
    if (array->kind != JsonNode::Kind::kArray) return;
    for (const JsonNode& element : array->array()) {
      if (out.size() > 1) out += ',';
      AppendJson(element, out);
    }
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArrayConcatFunction) = {
    .name = "array_concat",
    .spelled = {{Lang::kKql, "array_concat"}},
    .signature = "(arrays...: dynamic) -> dynamic",
    .doc = "The elements of all arrays, one array after the other.",
    .example = "T | extend All = array_concat(To, Cc)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

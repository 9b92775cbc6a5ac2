// The elements in reverse order.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return;
  std::string out = "[";
  for (size_t i = array->size; i-- > 0;) {
    AppendJson(array->array()[i], out);
    if (i > 0) out += ',';
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArrayReverseFunction) = {
    .name = "array_reverse",
    .spelled = {{Lang::kKql, "array_reverse"}},
    .signature = "(array: dynamic) -> dynamic",
    .doc = "The elements in reverse order.",
    .example = "T | extend R = array_reverse(Parts)",
    .kernel = Run,
};

}  // namespace quarry

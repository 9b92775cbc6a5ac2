// The first elements of an array: what make_list does with its limit.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  // Each element but the first takes two bytes at least.
  if (static_cast<int64_t>(args[0].text.size()) / 2 < args[1].integer) {
    result = args[0];
    return;
  }
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array) return;
  std::string out = "[";
  int64_t count = 0;
  for (const JsonNode& element : array->array()) {
    if (count++ >= args[1].integer) break;
    if (out.size() > 1) out += ',';
    AppendJson(element, out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kFirstElementsFunction) = {
    .name = "first_elements",
    .spelled = {},
    .signature = "(values: dynamic, limit: int|long) -> dynamic",
    .doc = "The first elements of an array, at most `limit`.",
    .example = "T | summarize make_list(Value, 10)",
    .kernel = Run,
};

}  // namespace quarry

// The elements from `start` up to and with `end`; negative places count from the end.
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
  int64_t start = args[1].integer, end = args[2].integer;
  if (start < 0) start = std::max<int64_t>(0, start + size);
  if (end < 0) end += size;
  std::string out = "[";
  for (int64_t i = start; i <= end && i < size; ++i) {
    if (out.size() > 1) out += ',';
    AppendJson(array->array()[static_cast<size_t>(i)], out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArraySliceFunction) = {
    .name = "array_slice",
    .spelled = {{Lang::kKql, "array_slice"}},
    .signature = "(array: dynamic, start: int|long, end: int|long) -> dynamic",
    .doc = "The elements from `start` up to and with `end`; negative places count from the end.",
    .example = "T | extend Rest = array_slice(Parts, 1, -1)",
    .kernel = Run,
};

}  // namespace quarry

// The elements moved to the right by `count` places, those that leave at the end come back at the start.
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
  const int64_t shift = size == 0 ? 0 : (size - args[1].integer % size) % size;
  std::string out = "[";
  for (int64_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    AppendJson(array->array()[static_cast<size_t>((i + shift) % size)], out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArrayRotateRightFunction) = {
    .name = "array_rotate_right",
    .spelled = {{Lang::kKql, "array_rotate_right"}},
    .signature = "(array: dynamic, count: int|long) -> dynamic",
    .doc = "The elements moved to the right by `count` places, those that leave at the end come back at the start.",
    .example = "print array_rotate_right(dynamic([1, 2, 3]), 1)",
    .kernel = Run,
};

}  // namespace quarry

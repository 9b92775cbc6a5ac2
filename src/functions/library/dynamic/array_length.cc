// The number of elements; null where the value is no array.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (array && array->kind == JsonNode::Kind::kArray) result = Cell::Integer(array->size);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArrayLengthFunction) = {
    .name = "array_length",
    .spelled = {{Lang::kKql, "array_length"}, {Lang::kKql, "arraylength"}},
    .signature = "(array: dynamic) -> long",
    .doc = "The number of elements; null where the value is no array.",
    .example = "T | where array_length(Recipients) > 10",
    .kernel = Run,
};

}  // namespace quarry

// The sum of the elements; null where one is no number.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return;
  double sum = 0;
  for (const JsonNode& element : array->array()) {
    if (element.kind != JsonNode::Kind::kInteger && element.kind != JsonNode::Kind::kReal) return;
    sum += element.real;
  }
  result = Cell::Real(sum);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArraySumFunction) = {
    .name = "array_sum",
    .spelled = {{Lang::kKql, "array_sum"}},
    .signature = "(array: dynamic) -> real",
    .doc = "The sum of the elements; null where one is no number.",
    .example = "T | extend Total = array_sum(Sizes)",
    .kernel = Run,
};

}  // namespace quarry

// True when the value is an element of the array.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return;
  const JsonNode* value = NodesOf(ToDynamic(call.types[1], args[1], call.arena), call.arena);
  bool found = false;
  for (const JsonNode& element : array->array()) found = found || (value && SameJson(element, *value));
  result = Cell::Bool(found);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSetHasElementFunction) = {
    .name = "set_has_element",
    .spelled = {{Lang::kKql, "set_has_element"}},
    .signature = "(array: dynamic, value: any) -> bool",
    .doc = "True when the value is an element of the array.",
    .example = "T | where set_has_element(Roles, \"Owner\")",
    .kernel = Run,
};

}  // namespace quarry

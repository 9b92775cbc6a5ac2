// The texts of the elements with `delimiter` between them.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return;
  std::string out;
  for (size_t i = 0; i < array->size; ++i) {
    if (i > 0) out += args[1].text;
    AppendDisplay(array->array()[i], out);
  }
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStrcatArrayFunction) = {
    .name = "strcat_array",
    .spelled = {{Lang::kKql, "strcat_array"}},
    .signature = "(array: dynamic, delimiter: string) -> string",
    .doc = "The texts of the elements with `delimiter` between them.",
    .example = "T | extend Path = strcat_array(Parts, \"/\")",
    .kernel = Run,
};

}  // namespace quarry

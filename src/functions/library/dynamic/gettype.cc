// The name of the value's type; for dynamic values that of what they hold, `array` and `dictionary` among them.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.types[0] != Type::kDynamic) {
    result = Cell::Text(TypeName(call.types[0]));
    return;
  }
  const JsonNode* node = NodesOf(args[0], call.arena);
  if (!node) {
    result = Cell::Text("null");
    return;
  }
  switch (node->kind) {
    case JsonNode::Kind::kNull:
      result = Cell::Text("null");
      return;
    case JsonNode::Kind::kBool:
      result = Cell::Text("bool");
      return;
    case JsonNode::Kind::kInteger:
      result = Cell::Text("long");
      return;
    case JsonNode::Kind::kReal:
      result = Cell::Text("double");
      return;
    case JsonNode::Kind::kString:
      result = Cell::Text("string");
      return;
    case JsonNode::Kind::kArray:
      result = Cell::Text("array");
      return;
    case JsonNode::Kind::kObject:
      result = Cell::Text("dictionary");
      return;
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGettypeFunction) = {
    .name = "gettype",
    .spelled = {{Lang::kKql, "gettype"}},
    .signature = "(value: any) -> string",
    .doc =
        "The name of the value's type; for dynamic values that of what they hold, `array` and `dictionary` among them.",
    .example = "T | summarize count() by gettype(Value)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

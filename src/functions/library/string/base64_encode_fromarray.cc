// An array of bytes in base64; empty where it is none.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return;
  std::string bytes;
  for (const JsonNode& element : array->array()) {
    if (element.kind != JsonNode::Kind::kInteger || element.integer < 0 || element.integer > 255) return;
    bytes += static_cast<char>(element.integer);
  }
  std::string out;
  AppendBase64(bytes, out);
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBase64EncodeFromarrayFunction) = {
    .name = "base64_encode_fromarray",
    .spelled = {{Lang::kKql, "base64_encode_fromarray"}},
    .signature = "(bytes: dynamic) -> string",
    .doc = "An array of bytes in base64; empty where it is none.",
    .example = "print base64_encode_fromarray(dynamic([75, 117]))",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

// For each condition the element of `then` or `otherwise` at its place (or that value itself, where it is no array);
// null where the condition is no bool or number.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* conditions = NodesOf(args[0], call.arena);
  if (!conditions || conditions->kind != JsonNode::Kind::kArray) return;
  const JsonNode* branches[2];
  for (size_t i = 0; i < 2; ++i)
    branches[i] = NodesOf(ToDynamic(call.types[i + 1], args[i + 1], call.arena), call.arena);
  std::string out = "[";
  for (uint32_t i = 0; i < conditions->size; ++i) {
    const JsonNode& condition = conditions->elements[i];
    if (i > 0) out += ',';
    const bool number = condition.kind == JsonNode::Kind::kInteger || condition.kind == JsonNode::Kind::kReal;
    const JsonNode* value = nullptr;
    if (number || condition.kind == JsonNode::Kind::kBool)
      value = branches[(number ? condition.real != 0 : condition.boolean) ? 0 : 1];
    if (value && value->kind == JsonNode::Kind::kArray) value = value->At(i);
    if (value)
      AppendJson(*value, out);
    else
      out += "null";
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArrayIffFunction) = {
    .name = "array_iff",
    .spelled = {{Lang::kKql, "array_iff"}, {Lang::kKql, "array_iif"}},
    .signature = "(conditions: dynamic, then: any, otherwise: any) -> dynamic",
    .doc =
        "For each condition the element of `then` or `otherwise` at its place (or that value itself, where "
        "it is no array); null where the condition is no bool or number.",
    .example = "print array_iff(dynamic([true, false]), \"yes\", \"no\")",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

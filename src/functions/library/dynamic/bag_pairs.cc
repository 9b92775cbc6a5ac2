// What mv-expand expands with bagexpansion=array: a bag as an array of [name, value] pairs; other values as they are.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null) return;
  const JsonNode* bag = NodesOf(args[0], call.arena);
  if (!bag || bag->kind != JsonNode::Kind::kObject) {
    result = args[0];
    return;
  }
  std::string out = "[";
  for (const JsonMember& member : bag->object()) {
    if (out.size() > 1) out += ',';
    out += '[';
    AppendJsonString(member.name, out);
    out += ',';
    AppendJson(member.value, out);
    out += ']';
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBagPairsFunction) = {
    .name = "bag_pairs",
    .signature = "(value: dynamic) -> dynamic",
    .doc = "A bag as an array of arrays of name and value; other values as they are.",
    .example = "T | mv-expand kind=array AdditionalFields",
    .kernel = Run,
};

}  // namespace quarry

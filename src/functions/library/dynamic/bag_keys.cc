// The names of the members of a bag; null where the value is no bag.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* bag = NodesOf(args[0], call.arena);
  if (!bag || bag->kind != JsonNode::Kind::kObject) return;
  std::string out = "[";
  for (const JsonMember& member : bag->object()) {
    if (out.size() > 1) out += ',';
    AppendJsonString(member.name, out);
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBagKeysFunction) = {
    .name = "bag_keys",
    .spelled = {{Lang::kKql, "bag_keys"}},
    .signature = "(bag: dynamic) -> dynamic",
    .doc = "The names of the members of a bag; null where the value is no bag.",
    .example = "T | extend Keys = bag_keys(AdditionalFields)",
    .kernel = Run,
};

}  // namespace quarry

// One bag from an array of bags: what make_bag does with the values that it collected.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* bags = NodesOf(args[0], call.arena);
  if (!bags) return;
  std::unordered_set<std::string_view> seen;
  std::string out = "{";
  for (const JsonNode& bag : bags->array()) {
    for (const JsonMember& member : bag.object()) {
      if (!seen.insert(member.name).second) continue;
      if (out.size() > 1) out += ',';
      AppendJsonString(member.name, out);
      out += ':';
      AppendJson(member.value, out);
    }
  }
  out += '}';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMergeBagsFunction) = {
    .name = "merge_bags",
    .spelled = {},
    .signature = "(bags: dynamic) -> dynamic",
    .doc = "One property bag with the members of all bags of an array; of members of one name the first is kept.",
    .example = "T | summarize make_bag(Properties)",
    .kernel = Run,
};

}  // namespace quarry

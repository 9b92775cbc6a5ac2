// One bag with the members of all; of members of one name the first is kept.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::unordered_set<std::string_view> seen;
  std::string out = "{";
  for (size_t i = 0; i < call.types.size(); ++i) {
    const JsonNode* bag = NodesOf(args[i], call.arena);
    if (!bag) continue;
    for (const JsonMember& member : bag->object()) {
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

QUARRY_DEFINE(FunctionDef, kBagMergeFunction) = {
    .name = "bag_merge",
    .spelled = {{Lang::kKql, "bag_merge"}},
    .signature = "(bags...: dynamic) -> dynamic",
    .doc = "One bag with the members of all; of members of one name the first is kept.",
    .example = "T | extend All = bag_merge(A, B)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

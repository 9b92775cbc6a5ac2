// A property bag of names and values that take turns.
#include <unordered_set>

#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/cell_text.h"
#include "types/json.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (call.types.size() % 2 != 0) return Error{"names and values must come in pairs"};
  return std::unique_ptr<const CallState>();
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::unordered_set<std::string_view> seen;
  std::string out = "{";
  for (size_t i = 0; i + 1 < call.types.size(); i += 2) {
    const std::string_view name = DisplayText(call.types[i], args[i], call.arena);
    if (!seen.insert(name).second) continue;
    if (out.size() > 1) out += ',';
    AppendJsonString(name, out);
    out += ':';
    AppendCellJson(call.types[i + 1], args[i + 1], out);
  }
  out += '}';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBagPackFunction) = {
    .name = "bag_pack",
    .spelled = {{Lang::kKql, "bag_pack"}, {Lang::kKql, "pack"}, {Lang::kKql, "pack_dictionary"}},
    .signature = "(pairs...: any) -> dynamic",
    .doc = "A property bag of names and values that take turns.",
    .example = "T | extend Extra = bag_pack(\"ip\", RemoteIP, \"port\", RemotePort)",
    .null_rule = NullRule::kHandled,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

// The bag of the keys, those that are texts, and the values at their places; null where a value is missing.
#include <unordered_set>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* keys = NodesOf(args[0], call.arena);
  const JsonNode* values = NodesOf(args[1], call.arena);
  if (!keys || keys->kind != JsonNode::Kind::kArray) return;
  std::unordered_set<std::string_view> seen;
  std::string out = "{";
  for (uint32_t i = 0; i < keys->size; ++i) {
    const JsonNode& key = keys->elements[i];
    if (key.kind != JsonNode::Kind::kString || !seen.insert(key.text).second) continue;
    if (out.size() > 1) out += ',';
    AppendJsonString(key.text, out);
    out += ':';
    const JsonNode* value = values ? values->At(i) : nullptr;
    if (value)
      AppendJson(*value, out);
    else
      out += "null";
  }
  out += '}';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBagZipFunction) = {
    .name = "bag_zip",
    .spelled = {{Lang::kKql, "bag_zip"}},
    .signature = "(keys: dynamic, values: dynamic) -> dynamic",
    .doc = "The bag of the keys, those that are texts, and the values at their places; null where a value is missing.",
    .example = "print bag_zip(dynamic([\"a\", \"b\"]), dynamic([1, 2]))",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

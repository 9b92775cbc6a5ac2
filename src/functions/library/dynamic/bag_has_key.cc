// True when the bag has a member of this name, or of this `$.a.b` path.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* node = NodesOf(args[0], call.arena);
  if (!node || node->kind != JsonNode::Kind::kObject) return;
  std::string_view path = args[1].text;
  if (!path.starts_with("$.")) {
    result = Cell::Bool(node->Find(path) != nullptr);
    return;
  }
  path.remove_prefix(2);
  while (node && !path.empty()) {
    const size_t dot = path.find('.');
    node = node->Find(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  result = Cell::Bool(node != nullptr);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBagHasKeyFunction) = {
    .name = "bag_has_key",
    .spelled = {{Lang::kKql, "bag_has_key"}},
    .signature = "(bag: dynamic, key: string) -> bool",
    .doc = "True when the bag has a member of this name, or of this `$.a.b` path.",
    .example = "T | where bag_has_key(AdditionalFields, \"Query\")",
    .kernel = Run,
};

}  // namespace quarry

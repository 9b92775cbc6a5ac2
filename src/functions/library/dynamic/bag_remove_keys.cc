// The bag without the members named, by name or by a `$.a.b` path.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/finder.h"
#include "types/json.h"

namespace quarry {

namespace {

// Writes `bag` without `keys`; paths are handed down.
void AppendWithout(const JsonNode& bag, const std::vector<std::string>& keys, std::string& out) {
  out += '{';
  bool first = true;
  for (const JsonMember& member : bag.object()) {
    bool removed = false;
    std::vector<std::string> below;
    for (const std::string& key : keys) {
      const std::string_view path =
          std::string_view(key).starts_with("$.") ? std::string_view(key).substr(2) : std::string_view();
      if (path.empty()) {
        removed = removed || key == member.name;
        continue;
      }
      const size_t dot = path.find('.');
      if (path.substr(0, dot) != member.name) continue;
      if (dot == std::string_view::npos)
        removed = true;
      else
        below.push_back("$." + std::string(path.substr(dot + 1)));
    }
    if (removed) continue;
    if (!first) out += ',';
    first = false;
    AppendJsonString(member.name, out);
    out += ':';
    if (!below.empty() && member.value.kind == JsonNode::Kind::kObject)
      AppendWithout(member.value, below, out);
    else
      AppendJson(member.value, out);
  }
  out += '}';
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* bag = NodesOf(args[0], call.arena);
  if (!bag || bag->kind != JsonNode::Kind::kObject) return;
  std::vector<std::string> keys;
  AppendNeedles(Type::kDynamic, args[1], call.arena, keys);
  std::string out;
  AppendWithout(*bag, keys, out);
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBagRemoveKeysFunction) = {
    .name = "bag_remove_keys",
    .spelled = {{Lang::kKql, "bag_remove_keys"}},
    .signature = "(bag: dynamic, keys: dynamic) -> dynamic",
    .doc = "The bag without the members named, by name or by a `$.a.b` path.",
    .example = "T | extend Rest = bag_remove_keys(Properties, dynamic([\"raw\"]))",
    .kernel = Run,
};

}  // namespace quarry

// The bag with a member set to the value: by name, or by a `$.a.b` path, whose bags are made where they are missing.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

// What `node` becomes with the value at `path`; nullptr stands for a member that is not there. False where the path
// goes through something that is no bag. The member that is set comes last.
bool AppendWith(const JsonNode* node, std::string_view name, std::string_view below, std::string_view value,
                std::string& out) {
  if (node && node->kind != JsonNode::Kind::kObject) return false;
  out += '{';
  const JsonNode* old = node ? node->Find(name) : nullptr;
  if (node) {
    for (const JsonMember& member : node->object()) {
      if (member.name == name) continue;
      AppendJsonString(member.name, out);
      out += ':';
      AppendJson(member.value, out);
      out += ',';
    }
  }
  AppendJsonString(name, out);
  out += ':';
  if (below.empty()) {
    out += value;
  } else {
    const size_t dot = below.find('.');
    const std::string_view rest = dot == std::string_view::npos ? std::string_view() : below.substr(dot + 1);
    if (!AppendWith(old, below.substr(0, dot), rest, value, out)) return false;
  }
  out += '}';
  return true;
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* bag = NodesOf(args[0], call.arena);
  if (!bag || bag->kind != JsonNode::Kind::kObject || args[1].null) return;
  std::string_view name = args[1].text, below;
  if (name.starts_with("$.")) {
    name.remove_prefix(2);
    const size_t dot = name.find('.');
    if (dot != std::string_view::npos) below = name.substr(dot + 1);
    name = name.substr(0, dot);
  }
  const Cell value = ToDynamic(call.types[2], args[2], call.arena);
  std::string out;
  if (AppendWith(bag, name, below, value.null ? std::string_view("null") : value.text, out))
    result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBagSetKeyFunction) = {
    .name = "bag_set_key",
    .spelled = {{Lang::kKql, "bag_set_key"}},
    .signature = "(bag: dynamic, key: string, value: any) -> dynamic",
    .doc =
        "The bag with a member set to the value: by name, or by a `$.a.b` path, whose bags are made where they "
        "are missing.\n\nNull where the path goes through something that is no bag.",
    .example = "T | extend Properties = bag_set_key(Properties, \"$.review.state\", \"done\")",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

// The fields of an event in JSON with their CQL names and values, nested ones along their dots and brackets.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "types/json.h"
#include "types/number.h"

namespace quarry {

// visit(name, text) for each value below `node`, whose name is `name` (empty at the top). Nulls are no values.
template <typename Visit>
void VisitFields(const JsonNode& node, const std::string& name, const Visit& visit) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return;
    case JsonNode::Kind::kObject:
      for (const JsonMember& member : node.object()) {
        // The last of equal names counts.
        if (node.Find(member.name) == &member.value)
          VisitFields(member.value, name.empty() ? std::string(member.name) : name + "." + std::string(member.name),
                      visit);
      }
      return;
    case JsonNode::Kind::kArray: {
      size_t index = 0;
      for (const JsonNode& element : node.array())
        VisitFields(element, name + "[" + std::to_string(index++) + "]", visit);
      return;
    }
    case JsonNode::Kind::kString:
      visit(name, node.text);
      return;
    case JsonNode::Kind::kBool:
      visit(name, std::string_view(node.boolean ? "true" : "false"));
      return;
    case JsonNode::Kind::kInteger:
      visit(name, std::string_view(std::to_string(node.integer)));
      return;
    case JsonNode::Kind::kReal:
      visit(name, std::string_view(FormatReal(node.real)));
      return;
  }
}

// The same for the JSON text of an event; nothing when it is none.
template <typename Visit>
void VisitEventFields(std::string_view event, const Visit& visit) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* root = ParseJson(event, arena);
  if (root && root->kind == JsonNode::Kind::kObject) VisitFields(*root, "", visit);
}

}  // namespace quarry

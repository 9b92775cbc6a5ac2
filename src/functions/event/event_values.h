// The values of an event in JSON, as texts, wherever they stand in it: what keyword searches look at.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "types/json.h"
#include "types/number.h"

namespace quarry {

// Calls `visit(text)` for each scalar below `node` until it returns true; then true, else false. Nulls are no values.
template <typename Visit>
bool AnyValue(const JsonNode& node, const Visit& visit) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return false;
    case JsonNode::Kind::kBool:
      return visit(std::string_view(node.boolean ? "true" : "false"));
    case JsonNode::Kind::kInteger:
      return visit(std::string_view(std::to_string(node.integer)));
    case JsonNode::Kind::kReal:
      return visit(std::string_view(FormatReal(node.real)));
    case JsonNode::Kind::kString:
      return visit(node.text);
    case JsonNode::Kind::kArray:
      for (const JsonNode& element : node.array()) {
        if (AnyValue(element, visit)) return true;
      }
      return false;
    case JsonNode::Kind::kObject:
      for (const JsonMember& member : node.object()) {
        if (AnyValue(member.value, visit)) return true;
      }
      return false;
  }
  return false;
}

// The same for the JSON text of an event. False when it is not JSON.
template <typename Visit>
bool AnyEventValue(std::string_view event, const Visit& visit) {
  thread_local Arena arena;  // keeps its first block from row to row
  arena.Reset();
  const JsonNode* root = ParseJson(event, arena);
  return root != nullptr && AnyValue(*root, visit);
}

}  // namespace quarry

// The fields of an event in JSON by their CQL names, and arrays among them: `name[0]`, `name[1]`, ...
// Ownership: nodes live in the arena that their event was parsed into. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "types/json.h"

namespace quarry {

// The value of field `name` of an event: a member of that name, or nested ones along its dots and brackets.
const JsonNode* FindEventField(const JsonNode& event, std::string_view name);

// "tags" for "tags[]" and "tags".
inline std::string_view ArrayName(std::string_view array) {
  return array.ends_with("[]") ? array.substr(0, array.size() - 2) : array;
}

// visit(text) for the elements from index `from` up to the first that is absent, until it returns true. The number of
// elements before that.
template <typename Visit>
int64_t VisitElements(std::string_view event, std::string_view array, int64_t from, const Visit& visit) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* root = ParseJson(event, arena);
  if (!root) return 0;
  const std::string name(ArrayName(array));
  for (int64_t count = 0;; ++count) {
    const JsonNode* element = FindEventField(*root, name + "[" + std::to_string(from + count) + "]");
    if (!element || element->kind == JsonNode::Kind::kNull) return count;
    std::string text;
    if (element->kind != JsonNode::Kind::kString) AppendJson(*element, text);
    if (visit(element->kind == JsonNode::Kind::kString ? element->text : std::string_view(text))) return count;
  }
}

// The members of `event` that are no part of the array, inside braces; `prefix` are the names around it, with a dot.
void AppendWithoutArray(const JsonNode& event, std::string_view array, const std::string& prefix, std::string& out);

}  // namespace quarry

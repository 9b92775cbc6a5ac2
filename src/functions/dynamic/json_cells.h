// Between cells and JSON: how typed values stand inside dynamic values. A dynamic null is a null cell, never
// the text `null`; inside arrays and bags it is JSON's null.
// Thread rule: pure functions; results live in the arena handed in.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "types/cell.h"
#include "types/json.h"
#include "types/type.h"

namespace quarry {

// A dynamic cell that holds what `cell` holds.
Cell ToDynamic(Type type, const Cell& cell, Arena& arena);
// A dynamic cell from a node, or from JSON text; JSON's null gives a null cell.
Cell DynamicOf(const JsonNode& node, Arena& arena);
Cell DynamicOf(std::string_view json, Arena& arena);
// The nodes of a dynamic cell; nullptr for null.
const JsonNode* NodesOf(const Cell& dynamic, Arena& arena);

// Equality by value: 1 equals 1.0; bags whatever the order of their members.
bool SameJson(const JsonNode& a, const JsonNode& b);
// Order of array_sort_asc: numbers, then strings and others by text; < 0, 0, > 0.
int CompareJson(const JsonNode& a, const JsonNode& b);
// A text that equals another's exactly when SameJson holds: for hash sets.
std::string JsonKey(const JsonNode& node);

}  // namespace quarry

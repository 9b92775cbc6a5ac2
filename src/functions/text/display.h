// Values as text, as tostring() and strcat() show them, and the small moves of text between kernels and arenas.
#pragma once

#include <string>
#include <string_view>

#include "functions/function_def.h"
#include "types/cell.h"
#include "types/json.h"
#include "types/type.h"

namespace quarry {

// "true"/"false" as KQL writes bools: "true", numbers shortest, "2024-05-01T00:00:00.0000000Z", "1.00:00:00",
// a dynamic string without its quotes, other dynamic values as JSON. Nothing for null.
void AppendDisplay(Type type, const Cell& cell, std::string& out);
void AppendDisplay(const JsonNode& node, std::string& out);

// The text of one cell: the cell's own where it is a string, else made in `arena`.
std::string_view DisplayText(Type type, const Cell& cell, Arena& arena);

inline Cell TextIn(Arena& arena, std::string_view text) {
  return Cell::Text(arena.Copy(text));
}

}  // namespace quarry

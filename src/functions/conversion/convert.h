// Conversion between scalar types: what toint(), todatetime() and the rest do. One table for all of them.
// A value that cannot be converted gives null (an empty text for string).
// Thread rule: pure functions; texts live in the arena or in the argument.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "types/cell.h"
#include "types/type.h"

namespace quarry {

Cell Convert(Type from, const Cell& cell, Type to, Arena& arena);

// Canonical lower-case text of a guid written with or without dashes, braces or parentheses.
std::optional<std::string> ParseGuid(std::string_view text);
// JSON text of `text`, compact; a dynamic string holding `text` where it is no JSON. Null for blank text.
Cell ParseDynamic(std::string_view text, Arena& arena);

}  // namespace quarry

// JSON values as cells of a type.
// Thread rule: pure functions; texts are part of the value or go to the arena.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "readers/json/json_scanner.h"
#include "types/cell.h"
#include "types/type.h"

namespace quarry {

// Strings and numbers as ConvertText has them. Booleans are bool, string and dynamic; objects and arrays string and
// dynamic, as compact JSON. Numbers are no timespan: they have no unit. `valid_utf8`: the value is known to be that.
Cell ConvertJson(const JsonSlice& value, Type type, bool valid_utf8, Arena& arena);

// Checked JSON text without white space between tokens; `spaced` tells whether it has any.
std::string_view CompactCheckedJson(std::string_view json, bool spaced, Arena& arena);

}  // namespace quarry

// Numbers and text, as KQL prints and reads them; independent of the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quarry {

std::optional<int64_t> ParseInteger(std::string_view text);  // decimal or 0x hexadecimal, optional sign, no spaces
std::optional<double> ParseReal(std::string_view text);      // also NaN, inf, -inf
// Shortest text that reads back to the same double; integral values as "1.0" only when `keep_point`.
// NaN, Infinity, -Infinity.
std::string FormatReal(double value, bool keep_point = false);

}  // namespace quarry

// Exact arithmetic on decimals (canonical texts), to 34 significant digits as the type has them.
// Thread rule: pure functions. REQUIRES everywhere: canonical texts (decimal.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace quarry {

// nullopt: more digits than a decimal holds, or a division by zero.
std::optional<std::string> AddDecimals(std::string_view a, std::string_view b);
std::optional<std::string> SubtractDecimals(std::string_view a, std::string_view b);
std::optional<std::string> MultiplyDecimals(std::string_view a, std::string_view b);
std::optional<std::string> DivideDecimals(std::string_view a,
                                          std::string_view b);  // cut after 34 digits, rounded half away from zero
// The remainder has the sign of a division that rounds down: it is never negative for a positive `b`.
std::optional<std::string> ModuloDecimals(std::string_view a, std::string_view b);

}  // namespace quarry

// Decimals: exact decimal numbers, held as canonical text ("-12.5", "0", no leading or trailing zeros).
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace quarry {

// Canonical text of a decimal number with optional sign, point and exponent.
std::optional<std::string> CanonicalDecimal(std::string_view text);
// < 0, 0, > 0. REQUIRES: canonical texts.
int CompareDecimals(std::string_view a, std::string_view b);
double DecimalToReal(std::string_view canonical);

}  // namespace quarry

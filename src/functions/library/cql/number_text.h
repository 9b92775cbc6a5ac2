// Numbers as CQL reads and prints them.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace quarry {

// A decimal number with an optional sign, fraction and exponent. nullopt for anything else, also for `NaN`, hexadecimal
// and texts with blanks.
std::optional<double> ParseCqlNumber(std::string_view text);
// Integers without a fraction, others as Java prints doubles: 0.5, 9.823069852941172E-5.
std::string FormatCqlNumber(double number);

}  // namespace quarry

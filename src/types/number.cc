#include "types/number.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/ascii.h"

namespace quarry {

std::optional<int64_t> ParseInteger(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  }
  if (text.empty() || text[0] == '-' || text[0] == '+') return std::nullopt;
  uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), magnitude, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  constexpr uint64_t kMax = std::numeric_limits<int64_t>::max();
  // Hexadecimal text names the 64 bits themselves, as it does in KQL.
  if (base == 16) return static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
  if (magnitude > kMax + (negative ? 1 : 0)) return std::nullopt;
  return static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
}

std::optional<double> ParseReal(std::string_view text) {
  bool negative = false;
  std::string_view digits = text;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
    negative = digits[0] == '-';
    digits.remove_prefix(1);
  }
  if (digits.empty()) return std::nullopt;
  double value = 0;
  if (EqualsIgnoreAsciiCase(digits, "nan")) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (EqualsIgnoreAsciiCase(digits, "inf") || EqualsIgnoreAsciiCase(digits, "infinity")) {
    value = std::numeric_limits<double>::infinity();
  } else {
    // from_chars takes words ("nan(...)") and a second sign that are no numbers here.
    if (!IsAsciiDigit(digits[0]) && digits[0] != '.') return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (end != digits.data() + digits.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
      // Too large or too small: from_chars leaves the value alone and does not say which.
      const size_t exponent = digits.find_first_of("eE");
      const bool tiny = exponent != std::string_view::npos ? digits.substr(exponent + 1).starts_with('-')
                                                           : digits[0] == '0' || digits[0] == '.';
      value = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    } else if (error != std::errc()) {
      return std::nullopt;
    }
  }
  return negative ? -value : value;
}

std::string FormatReal(double value, bool keep_point) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  // The shortest digits and their exponent; then laid out as .NET does: exponent form from 1E+15 on and from 1E-05
  // down.
  char buffer[40];
  const auto scientific = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  const std::string_view shortest(buffer, static_cast<size_t>(scientific.ptr - buffer));
  const size_t e = shortest.find('e');
  int exponent = 0;
  std::from_chars(shortest.data() + e + (shortest[e + 1] == '+' ? 2 : 1), shortest.data() + shortest.size(), exponent);
  if (exponent <= -5 || exponent >= 15) {
    std::string out(shortest.substr(0, e));
    out += exponent < 0 ? "E-" : "E+";
    const std::string magnitude = std::to_string(std::abs(exponent));
    if (magnitude.size() < 2) out += '0';
    return out + magnitude;
  }
  char fixed[64];
  const auto end = std::to_chars(fixed, fixed + sizeof fixed, value, std::chars_format::fixed);
  std::string out(fixed, end.ptr);
  if (keep_point && out.find('.') == std::string::npos) out += ".0";
  return out;
}

}  // namespace quarry

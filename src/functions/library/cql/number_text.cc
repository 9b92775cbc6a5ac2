// not registered: number texts behind the functions of this folder
#include "functions/library/cql/number_text.h"

#include <charconv>
#include <cmath>

namespace quarry {

std::optional<double> ParseCqlNumber(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::string_view digits = text;
  if (digits[0] == '+') digits.remove_prefix(1);
  std::string_view unsigned_part = digits;
  if (!unsigned_part.empty() && unsigned_part[0] == '-' && text[0] != '+') unsigned_part.remove_prefix(1);
  const bool starts = !unsigned_part.empty() && ((unsigned_part[0] >= '0' && unsigned_part[0] <= '9') ||
                                                 (unsigned_part[0] == '.' && unsigned_part.size() > 1));
  if (!starts) return std::nullopt;
  double number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string FormatCqlNumber(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  char buffer[64];
  if (number == std::floor(number) && std::fabs(number) < 1e18) {
    auto end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<long long>(number)).ptr;
    return {buffer, end};
  }
  const double magnitude = std::fabs(number);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed).ptr;
    return {buffer, end};
  }
  auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific).ptr;
  // "9.8e-05" -> "9.8E-5", "1e+20" -> "1.0E20"
  std::string text(buffer, end);
  size_t e = text.find('e');
  std::string mantissa = text.substr(0, e), exponent = text.substr(e + 1);
  if (mantissa.find('.') == std::string::npos) mantissa += ".0";
  const bool negative = exponent[0] == '-';
  if (exponent[0] == '+' || negative) exponent.erase(0, 1);
  while (exponent.size() > 1 && exponent[0] == '0') exponent.erase(0, 1);
  return mantissa + "E" + (negative ? "-" : "") + exponent;
}

}  // namespace quarry

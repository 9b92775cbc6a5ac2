#include "functions/numeric/decimal.h"

#include "base/ascii.h"
#include "types/number.h"

namespace quarry {

std::optional<std::string> CanonicalDecimal(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int64_t exponent = 0;
  if (const size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    const auto parsed = ParseInteger(text.substr(e + 1));
    if (!parsed || *parsed < -400 || *parsed > 400) return std::nullopt;
    exponent = *parsed;
    text = text.substr(0, e);
  }
  std::string digits;
  int64_t point = -1;
  for (char c : text) {
    if (c == '.' && point < 0)
      point = static_cast<int64_t>(digits.size());
    else if (IsAsciiDigit(c))
      digits += c;
    else
      return std::nullopt;
  }
  if (digits.empty() || digits.size() > 1000) return std::nullopt;
  point = (point < 0 ? static_cast<int64_t>(digits.size()) : point) + exponent;
  if (point < 0) {
    digits.insert(0, static_cast<size_t>(-point), '0');
    point = 0;
  }
  if (point > static_cast<int64_t>(digits.size())) digits.append(static_cast<size_t>(point) - digits.size(), '0');
  std::string whole = digits.substr(0, static_cast<size_t>(point));
  std::string fraction = digits.substr(static_cast<size_t>(point));
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  const size_t first = whole.find_first_not_of('0');
  whole = first == std::string::npos ? "0" : whole.substr(first);
  std::string out = fraction.empty() ? whole : whole + "." + fraction;
  if (negative && out != "0") out.insert(out.begin(), '-');
  return out;
}

int CompareDecimals(std::string_view a, std::string_view b) {
  const bool a_negative = a.starts_with('-');
  const bool b_negative = b.starts_with('-');
  if (a_negative != b_negative) return a_negative ? -1 : 1;
  if (a_negative) {
    a.remove_prefix(1);
    b.remove_prefix(1);
    std::swap(a, b);
  }
  const auto whole = [](std::string_view text) { return text.substr(0, text.find('.')); };
  if (whole(a).size() != whole(b).size()) return whole(a).size() < whole(b).size() ? -1 : 1;
  return a.compare(b);
}

double DecimalToReal(std::string_view canonical) {
  return ParseReal(canonical).value_or(0);
}

}  // namespace quarry

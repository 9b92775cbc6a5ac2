// A decimal is a whole number of 128 bits and the count of its digits behind the point: 38 digits fit, 34 are promised.
#include "functions/numeric/decimal_arithmetic.h"

#include <algorithm>

#include "functions/numeric/decimal.h"

namespace quarry {
namespace {

__extension__ typedef __int128 Wide;

constexpr int kDigits = 34;

struct Decimal {
  Wide digits = 0;
  int scale = 0;  // digits behind the point, 0 or more
};

bool MultiplyInto(Wide& value, Wide by) {
  return !__builtin_mul_overflow(value, by, &value);
}

std::optional<Decimal> Parse(std::string_view text) {
  Decimal result;
  bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  bool behind = false;
  for (char c : text) {
    if (c == '.') {
      behind = true;
      continue;
    }
    if (c < '0' || c > '9' || !MultiplyInto(result.digits, 10)) return std::nullopt;
    result.digits += c - '0';
    if (behind) result.scale++;
  }
  if (negative) result.digits = -result.digits;
  return result;
}

std::optional<std::string> Print(Decimal value) {
  bool negative = value.digits < 0;
  std::string text;
  for (Wide left = negative ? -value.digits : value.digits; left > 0; left /= 10)
    text += static_cast<char>('0' + static_cast<int>(left % 10));
  while (static_cast<int>(text.size()) <= value.scale) text += '0';
  std::reverse(text.begin(), text.end());
  if (value.scale > 0) text.insert(text.size() - static_cast<size_t>(value.scale), ".");
  return CanonicalDecimal(negative ? "-" + text : text);
}

// Brings both to one scale.
bool Align(Decimal& a, Decimal& b) {
  while (a.scale < b.scale) {
    if (!MultiplyInto(a.digits, 10)) return false;
    a.scale++;
  }
  while (b.scale < a.scale) {
    if (!MultiplyInto(b.digits, 10)) return false;
    b.scale++;
  }
  return true;
}

}  // namespace

std::optional<std::string> AddDecimals(std::string_view a, std::string_view b) {
  std::optional<Decimal> x = Parse(a), y = Parse(b);
  if (!x || !y || !Align(*x, *y) || __builtin_add_overflow(x->digits, y->digits, &x->digits)) return std::nullopt;
  return Print(*x);
}

std::optional<std::string> SubtractDecimals(std::string_view a, std::string_view b) {
  std::optional<Decimal> x = Parse(a), y = Parse(b);
  if (!x || !y || !Align(*x, *y) || __builtin_sub_overflow(x->digits, y->digits, &x->digits)) return std::nullopt;
  return Print(*x);
}

std::optional<std::string> MultiplyDecimals(std::string_view a, std::string_view b) {
  std::optional<Decimal> x = Parse(a), y = Parse(b);
  if (!x || !y || !MultiplyInto(x->digits, y->digits)) return std::nullopt;
  x->scale += y->scale;
  return Print(*x);
}

std::optional<std::string> DivideDecimals(std::string_view a, std::string_view b) {
  std::optional<Decimal> x = Parse(a), y = Parse(b);
  if (!x || !y || y->digits == 0 || !Align(*x, *y)) return std::nullopt;
  bool negative = (x->digits < 0) != (y->digits < 0);
  Wide dividend = x->digits < 0 ? -x->digits : x->digits;
  Wide divisor = y->digits < 0 ? -y->digits : y->digits;
  Decimal quotient{dividend / divisor, 0};
  Wide rest = dividend % divisor;
  int digits = 0;
  for (Wide left = quotient.digits; left > 0; left /= 10) digits++;
  // Digit by digit, as on paper.
  while (rest != 0 && digits < kDigits) {
    if (!MultiplyInto(rest, 10)) return std::nullopt;
    quotient.digits = quotient.digits * 10 + rest / divisor;
    quotient.scale++;
    rest %= divisor;
    if (quotient.digits != 0) digits++;
  }
  if (rest != 0 && MultiplyInto(rest, 2) && rest >= divisor) quotient.digits++;
  if (negative) quotient.digits = -quotient.digits;
  return Print(quotient);
}

std::optional<std::string> ModuloDecimals(std::string_view a, std::string_view b) {
  std::optional<Decimal> x = Parse(a), y = Parse(b);
  if (!x || !y || y->digits == 0 || !Align(*x, *y)) return std::nullopt;
  x->digits %= y->digits;
  if (x->digits != 0 && (x->digits < 0) != (y->digits < 0)) x->digits += y->digits;
  return Print(*x);
}

}  // namespace quarry

// ASCII case and classes, without the locale that <cctype> reads.
#pragma once

#include <string>
#include <string_view>

namespace quarry {

constexpr bool IsAsciiUpper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool IsAsciiLower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool IsAsciiAlpha(char c) {
  return IsAsciiUpper(c) || IsAsciiLower(c);
}
constexpr bool IsAsciiDigit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool IsAsciiAlnum(char c) {
  return IsAsciiAlpha(c) || IsAsciiDigit(c);
}
constexpr bool IsAsciiSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr char AsciiLower(char c) {
  return IsAsciiUpper(c) ? static_cast<char>(c + 32) : c;
}
constexpr char AsciiUpper(char c) {
  return IsAsciiLower(c) ? static_cast<char>(c - 32) : c;
}

std::string AsciiLowered(std::string_view text);
bool EqualsIgnoreAsciiCase(std::string_view a, std::string_view b);

// The candidate nearest to `name` by edit distance (case counts half), or "" when none is near
// enough to be a plausible typing error. For "did you mean" suggestions.
class NameSuggester {
 public:
  explicit NameSuggester(std::string_view name) : name_(name) {}
  void Consider(std::string_view candidate);
  std::string_view best() const { return best_; }

 private:
  std::string name_;
  std::string best_;
  int best_cost_ = 1 << 20;
};

}  // namespace quarry

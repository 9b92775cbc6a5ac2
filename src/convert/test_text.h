// Pieces that several targets write tests of: what a pattern comes to, regular expressions, refusals of a test.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/filter.h"
#include "convert/regex.h"
#include "convert/target.h"

namespace quarry::convert {

// A pattern without inner wildcards is one of the first four.
struct PatternShape {
  enum class Kind : uint8_t { kEquals, kStartsWith, kEndsWith, kContains, kWildcards };
  Kind kind = Kind::kEquals;
  std::string text;  // not for kWildcards
};
PatternShape ShapeOf(const sigma::Pattern& pattern);

std::nullopt_t RefuseTest(const Filter& test, std::string feature, std::string message, std::string advice,
                          std::vector<Refusal>& refusals);

// The regular expression that finds what a kPattern or kRegex test finds.
Regex RegexOfTest(const Filter& test);
// The same in a dialect; nothing when the dialect cannot say it (refused).
std::optional<RegexText> RegexTextOf(const Filter& test, const RegexDialect& dialect, std::string_view target,
                                     std::vector<Refusal>& refusals);

// `text` with each character of `special` behind `escape`.
std::string Escaped(std::string_view text, std::string_view special, char escape);
std::string ReplacedAll(std::string_view text, std::string_view from, std::string_view to);
// 5, 0.25: the shortest text of a number.
std::string NumberText(double number);
std::string_view CompareText(sigma::CompareOp op, std::string_view equal);  // ">="
// Is the range one of IPv6 addresses?
bool IsIpv6Range(std::string_view cidr);
bool HasOutsideAscii(std::string_view text);
// May a letter outside ASCII, whose case is ignored, stand in the text?
bool HasCaseOutsideAscii(std::string_view text);

}  // namespace quarry::convert

// What targets share when they write tests.
#include "convert/test_text.h"

#include <algorithm>
#include <cmath>

#include "base/ascii.h"
#include "base/check.h"
#include "types/json.h"

namespace quarry::convert {

using sigma::Matcher;

PatternShape ShapeOf(const sigma::Pattern& pattern) {
  using Part = sigma::Pattern::Part;
  std::vector<const Part*> inner;
  for (const Part& part : pattern.parts) {
    const bool at_end = &part == &pattern.parts.front() || &part == &pattern.parts.back();
    if (part.kind != Part::Kind::kMany || !at_end) inner.push_back(&part);
  }
  const bool start = pattern.starts_open(), end = pattern.ends_open();
  if (inner.size() > 1 || (inner.size() == 1 && inner[0]->kind != Part::Kind::kText) || (inner.empty() && start))
    return {PatternShape::Kind::kWildcards, {}};
  const PatternShape::Kind kind = start && end ? PatternShape::Kind::kContains
                                  : start      ? PatternShape::Kind::kEndsWith
                                  : end        ? PatternShape::Kind::kStartsWith
                                               : PatternShape::Kind::kEquals;
  return {kind, inner.empty() ? std::string() : inner[0]->text};
}

std::nullopt_t RefuseTest(const Filter& test, std::string feature, std::string message, std::string advice,
                          std::vector<Refusal>& refusals) {
  refusals.push_back({std::move(feature), std::move(message), std::move(advice), test.span});
  return std::nullopt;
}

Regex RegexOfTest(const Filter& test) {
  if (test.is_pattern()) return RegexOfPattern(test.matcher.pattern, test.matcher.cased);
  Result<Regex> regex = ParseRegex(test.matcher.text, test.matcher.regex_flags);
  QUARRY_CHECK(regex.has_value());  // MapFields has refused what cannot be read
  return std::move(*regex);
}

std::optional<RegexText> RegexTextOf(const Filter& test, const RegexDialect& dialect, std::string_view target,
                                     std::vector<Refusal>& refusals) {
  Result<RegexText> text = WriteRegex(RegexOfTest(test), dialect);
  if (!text) {
    return RefuseTest(test, "regular expression",
                      "the expression has " + text.error().message + ", which " + std::string(target) + " cannot say",
                      {}, refusals);
  }
  return std::move(*text);
}

std::string Escaped(std::string_view text, std::string_view special, char escape) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += escape;
    out += c;
  }
  return out;
}

std::string ReplacedAll(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(from)) {
      out += to;
      at += from.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string NumberText(double number) {
  if (std::abs(number) < 1e15 && number == std::floor(number)) return std::to_string(static_cast<int64_t>(number));
  std::string text;
  AppendJsonNumber(number, text);
  return text;
}

std::string_view CompareText(sigma::CompareOp op, std::string_view equal) {
  switch (op) {
    case sigma::CompareOp::kLess:
      return "<";
    case sigma::CompareOp::kLessEqual:
      return "<=";
    case sigma::CompareOp::kGreater:
      return ">";
    case sigma::CompareOp::kGreaterEqual:
      return ">=";
    default:
      return equal;
  }
}

bool IsIpv6Range(std::string_view cidr) {
  return cidr.find(':') != std::string_view::npos;
}
bool HasOutsideAscii(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}
bool HasCaseOutsideAscii(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const uint32_t point = NextPoint(text, &at);
    if (point >= 0x80 && MayHaveCase(point)) return true;
  }
  return false;
}

}  // namespace quarry::convert

// Pattern: a Sigma string value: literal text with the wildcards `*` (any run) and `?` (exactly one character).
// Sigma's escapes end here: `\` before `*`, `?` or `\` takes it literally, before anything else it is a backslash.
// Values; no ownership beyond themselves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quarry::sigma {

struct Pattern {
  struct Part {
    enum class Kind { kText, kMany, kOne };
    Kind kind = Kind::kText;
    std::string text;  // kText: not empty
    friend bool operator==(const Part&, const Part&) = default;
  };
  std::vector<Part> parts;  // no two kText in a row, no two kMany in a row; empty: the empty string

  static Pattern Parse(std::string_view value);
  static Pattern Literal(std::string_view text);

  bool is_literal() const { return parts.empty() || (parts.size() == 1 && parts[0].kind == Part::Kind::kText); }
  bool starts_open() const { return !parts.empty() && parts.front().kind == Part::Kind::kMany; }
  bool ends_open() const { return !parts.empty() && parts.back().kind == Part::Kind::kMany; }
  // REQUIRES: is_literal()
  std::string_view literal() const { return parts.empty() ? std::string_view() : std::string_view(parts[0].text); }

  void OpenStart();  // what `endswith` and `contains` add
  void OpenEnd();    // what `startswith` and `contains` add
  void AppendText(std::string_view text);
  void AppendPart(Part::Kind kind);

  // The pattern as a Sigma value again: `\`, `*` and `?` of literal text escaped.
  std::string ToText() const;
  friend bool operator==(const Pattern&, const Pattern&) = default;
};

}  // namespace quarry::sigma

// Regex: a regular expression as a tree, so that it can be written in the dialect of each target. It covers what RE2,
// PCRE, Java and Rust read alike; anything else is refused by name. Wildcard patterns and IPv4 ranges are made into
// such trees as well.
// Ownership: values. Thread rule: none needed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "syntax/sigma/pattern.h"

namespace quarry::convert {

struct Regex {
  enum class Kind : uint8_t {
    kPoint,      // one code point
    kAny,        // `.`; `dot_all`: line ends too
    kSet,        // one code point in `ranges`, or not in them
    kConcat,     // parts
    kAlternate,  // parts
    kRepeat,     // parts[0], `least` to `most` times (most -1: without end)
    kTextStart,  // the ends of the text; behind flag `m` of lines
    kTextEnd,
    kLineStart,
    kLineEnd,
    kWordBoundary,
    kNoWordBoundary,
  };
  Kind kind = Kind::kConcat;
  uint32_t point = 0;
  bool ignore_case = false;  // kPoint, kSet
  bool dot_all = false;      // kAny
  bool negated = false;      // kSet
  std::string shorthand;     // kSet: `\d`, `\W` when it was written so
  std::vector<std::pair<uint32_t, uint32_t>> ranges;
  int least = 0, most = -1;
  bool lazy = false;
  std::vector<Regex> parts;

  static Regex Concat(std::vector<Regex> parts);
  static Regex Alternate(std::vector<Regex> parts);
  static Regex Text(std::string_view text, bool ignore_case);
  static Regex AnyRun();  // any text at all
};

// `flags` of "ims". The error names what is not common to the dialects.
Result<Regex> ParseRegex(std::string_view text, std::string_view flags);
// Whole texts that the pattern matches.
Regex RegexOfPattern(const sigma::Pattern& pattern, bool cased);
// Whole texts that are an IPv4 address in `cidr` ("10.0.0.0/8"). Error when it is no IPv4 range.
Result<Regex> RegexOfIpv4Range(std::string_view cidr);

// Does a search for `regex` find something in the empty text?
bool MatchesEmptyText(const Regex& regex);

// How a dialect writes what the others write otherwise.
struct RegexDialect {
  bool whole_text = false;     // matches are of whole texts and there are no anchors (Lucene)
  bool classes = true;         // \d \w \s and their opposites mean ASCII; else they are written as sets
  bool fold_to_lower = false;  // case is ignored by a lower-cased subject, for which the expression is folded
  std::string_view text_start = "^", text_end = "$";
  std::string_view special = "\\^$.|?*+()[]{}";  // escaped by a backslash
  std::string_view group = "(?:";
  bool flag_prefix = true;  // (?is) in front; else the flags are given back
  bool dot_all_default = false;
};
struct RegexText {
  std::string text;
  bool ignore_case = false, dot_all = false;  // the flags that the text needs, when they are not in it
};
// Error: what the dialect cannot say.
Result<RegexText> WriteRegex(const Regex& regex, const RegexDialect& dialect);

// Letters whose case may differ; what lies outside ASCII counts as such unless its block has no case.
bool MayHaveCase(uint32_t point);
// The code point at `*at`, which moves behind it. Broken UTF-8 gives its byte.
uint32_t NextPoint(std::string_view text, size_t* at);
void AppendPoint(uint32_t point, std::string& out);

}  // namespace quarry::convert

// LiteralFilter: what the raw text of a row must contain for a predicate to have a chance of being true.
// It over-approximates: it may pass rows that do not match, it never excludes one that does.
// The literals are of decoded text; the scan takes care of escapes (a row with a backslash in its raw
// text takes the exact path unless the escaped form is known to be searched too).
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace quarry {

struct LiteralFilter {
  enum class Kind { kAny, kNothing, kLiteral, kAnd, kOr };  // kAny: says nothing; kNothing: no row can match
  Kind kind = Kind::kAny;
  std::string literal;       // kLiteral: not empty
  bool ignore_case = false;  // ASCII letters only; literals with non-ASCII letters are never ignore_case
  std::vector<LiteralFilter> children;

  static LiteralFilter Any() { return {}; }
  static LiteralFilter Nothing() {
    LiteralFilter f;
    f.kind = Kind::kNothing;
    return f;
  }
  static LiteralFilter Literal(std::string text, bool ignore_case) {
    if (text.empty()) return Any();
    LiteralFilter f;
    f.kind = Kind::kLiteral;
    f.literal = std::move(text);
    f.ignore_case = ignore_case;
    return f;
  }
  // Simplify: Any is neutral in And and absorbs Or; Nothing the other way round.
  static LiteralFilter And(std::vector<LiteralFilter> children);
  static LiteralFilter Or(std::vector<LiteralFilter> children);
  // "(\"workers.dev\" nocase | \"pages.dev\" nocase) & \"POST\"", for explain and tests.
  std::string ToString() const;
};

}  // namespace quarry

// Tokens of KQL. Keywords are identifiers to the lexer: nearly all of them may also be names of columns, so the
// parser decides by place.
// Ownership: texts are views of the source or of the arena given to the lexer.
#pragma once

#include <cstdint>
#include <string_view>

#include "diag/span.h"

namespace quarry::kql {

enum class TokenKind : uint8_t {
  kEnd,
  kName,    // identifier or keyword; word operators too, with `!` and `~` where written: "has", "!in~"
  kString,  // text: decoded
  kLong,    // text: digits or 0x...
  kReal,
  kTimeSpan,  // "1.5h"
  kTyped,     // datetime(...), long(...), ...: text: what stands in the parentheses; type: the keyword
  kDynamic,   // the word `dynamic` with a parenthesis behind it; the parser reads the value
  kSymbol,    // text: the operator or bracket
  kInvalid,   // already reported
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;
  std::string_view type;  // kTyped
  Span span;
  bool line_start = false;  // first on its line
  bool spaced = false;      // white space or a comment before it
};

}  // namespace quarry::kql

// What literal searches look for and find.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace quarry {

struct SearchLiteral {
  std::string text;          // not empty
  bool ignore_case = false;  // ASCII letters
  friend bool operator==(const SearchLiteral&, const SearchLiteral&) = default;

  // Whether text[at, ...) begins with it. REQUIRES: this text is in lower case when case does not matter
  bool IsAt(std::string_view in, size_t at) const;
};

struct LiteralMatch {
  size_t position;
  size_t literal;  // index
};

}  // namespace quarry

#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace quarry {
namespace {

TEST(Utf8, CodePointsOfEachLength) {
  const std::string_view text = "a\u00e9\u20ac\U0001f600";
  size_t at = 0;
  EXPECT_EQ(NextCodePoint(text, at), 'a');
  EXPECT_EQ(NextCodePoint(text, at), 0xe9);
  EXPECT_EQ(NextCodePoint(text, at), 0x20ac);
  EXPECT_EQ(NextCodePoint(text, at), 0x1f600);
  EXPECT_EQ(at, text.size());
  EXPECT_EQ(ValidUtf8Size(text), text.size());
  EXPECT_EQ(ValidUtf8Size(""), 0u);
}

// Alone, cut, longer than needed, surrogates, beyond the last code point.
TEST(Utf8, WhatIsNone) {
  for (const std::string_view bad : {"\x9e", "\xc3", "\xe2\x82", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf",
                                     "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xc3("}) {
    size_t at = 0;
    EXPECT_EQ(NextCodePoint(bad, at), -1);
    EXPECT_EQ(at, 0u);
    EXPECT_EQ(ValidUtf8Size("ab" + std::string(bad) + "c"), 2u);
  }
}

}  // namespace
}  // namespace quarry

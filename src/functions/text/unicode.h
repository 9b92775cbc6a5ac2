// Code points, case and classes of UTF-8 text, as the string functions need them.
// Invalid bytes count as one code point each and are copied unchanged.
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace quarry {

// The code point at `text[*at]`; moves `*at` behind it. An invalid byte b gives kInvalidBase + b.
inline constexpr uint32_t kInvalidBase = 0x110000;
uint32_t DecodeUtf8(std::string_view text, size_t* at);
void AppendUtf8(uint32_t code_point, std::string& out);
bool IsAsciiText(std::string_view text);
bool IsValidUtf8(std::string_view text);
size_t CountCodePoints(std::string_view text);
// The byte offset of code point `index`; text.size() when there are fewer.
size_t OffsetOfCodePoint(std::string_view text, size_t index);

// Simple case mapping, code point by code point; lengths in code points never change. A letter outside ASCII never
// becomes one inside (the Kelvin sign and the long s stay), so that ASCII text can be compared byte by byte and
// literals of ASCII letters stay sound for prefilters.
std::string Lowered(std::string_view text);
std::string Uppered(std::string_view text);
// For comparison without case.
std::string Folded(std::string_view text);
bool EqualsFolded(std::string_view a, std::string_view b);

// Letters and digits of any script: what a term of `has` is made of.
bool IsTermCodePoint(uint32_t code_point);
// Does a term character end right before byte `at`, or start at it?
bool IsTermBefore(std::string_view text, size_t at);
bool IsTermAt(std::string_view text, size_t at);

}  // namespace quarry

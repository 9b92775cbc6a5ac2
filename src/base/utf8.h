// UTF-8, a code point at a time, by the Unicode standard: shortest forms only, no surrogates, nothing above U+10FFFF.
// Readers check whole records by kernels (scan/kernels/utf8_check.h). Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quarry {

// The code point at `at`, which moves behind it; -1, with `at` where it was, when the bytes are none.
// REQUIRES: at < text.size()
int32_t NextCodePoint(std::string_view text, size_t& at);

// How many bytes from the beginning on are UTF-8: all of them, or up to the first that is not.
size_t ValidUtf8Size(std::string_view text);

}  // namespace quarry

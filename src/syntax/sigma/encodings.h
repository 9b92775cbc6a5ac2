// Value transformations of modifiers: Windows dashes, base64 at three offsets, UTF-16.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/sigma/pattern.h"

namespace quarry::sigma {

// Every `-` or `/` that starts an argument becomes each of `- / – — ―`: all combinations. nullopt when there are
// too many (more than five such characters).
std::optional<std::vector<Pattern>> ExpandWindash(const Pattern& pattern);

std::string Base64(std::string_view bytes);
// What the encoded text looks like at the three alignments, cut to the characters that do not depend on neighbours.
std::vector<std::string> Base64AtOffsets(std::string_view bytes);

enum class Utf16 { kLittle, kBig, kWithMark };
// nullopt when `text` is not UTF-8.
std::optional<std::string> ToUtf16(std::string_view text, Utf16 form);

}  // namespace quarry::sigma

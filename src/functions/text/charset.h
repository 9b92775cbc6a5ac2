// Bytes in one of four character sets as UTF-8.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace quarry {

// `charset` in lower case: "utf-8", "utf-16le", "utf-16be", "iso-8859-1".
bool IsCharset(std::string_view charset);
// nullopt when the bytes are no text of it. REQUIRES: IsCharset(charset).
std::optional<std::string> DecodeCharset(std::string_view bytes, std::string_view charset);

}  // namespace quarry

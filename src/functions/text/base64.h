// Base64 of RFC 4648, with padding.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace quarry {

void AppendBase64(std::string_view bytes, std::string& out);
// nullopt when `text` is no base64 with its padding in place.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace quarry

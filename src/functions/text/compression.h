// Texts in the formats of zlib (RFC 1950) and gzip (RFC 1952).
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quarry {

enum class Compression : uint8_t { kZlib, kGzip };

// What compressed bytes expand to; nullopt when they are damaged or cut, have bytes behind their end, or expand to
// more than kLargestExpansion.
inline constexpr size_t kLargestExpansion = 64u << 20;
std::optional<std::string> Decompressed(Compression format, std::string_view bytes);

}  // namespace quarry

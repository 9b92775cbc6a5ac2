// Finds where a deflate block starts in the middle of a stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace quarry {

// The first bit in [from, to) where a block with codes of its own may start that is not the last one; nothing when
// there is none. Beyond doubt it is one only when decoding what precedes it ends there.
std::optional<uint64_t> FindBlock(const uint8_t* data, size_t size, uint64_t from, uint64_t to);

}  // namespace quarry

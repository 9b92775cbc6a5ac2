// What deflate data stand for when the 32 KiB before them are not known: symbols, each either a byte or a reference to
// one of those bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace quarry {

// Below kFirstReference a byte; kFirstReference + i is byte i of the kWindowBytes before the data.
using Symbol = uint16_t;
inline constexpr size_t kWindowBytes = 32 << 10;
inline constexpr Symbol kFirstReference = 256;

}  // namespace quarry

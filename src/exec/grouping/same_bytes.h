// SameBytes: memcmp for texts that are mostly short, where calling a function costs more than comparing.
#pragma once

#include <cstdint>
#include <cstring>

namespace quarry {

// Whether the first and the last word of both are the same. REQUIRES: size >= sizeof(Word)
template <typename Word>
bool SameEnds(const char* a, const char* b, size_t size) {
  Word words[4];
  std::memcpy(&words[0], a, sizeof(Word));
  std::memcpy(&words[1], b, sizeof(Word));
  std::memcpy(&words[2], a + size - sizeof(Word), sizeof(Word));
  std::memcpy(&words[3], b + size - sizeof(Word), sizeof(Word));
  return ((words[0] ^ words[1]) | (words[2] ^ words[3])) == 0;
}

inline bool SameBytes(const char* a, const char* b, size_t size) {
  using Wide = unsigned __int128;
  if (size > 64) return std::memcmp(a, b, size) == 0;
  if (size > 32) return SameEnds<Wide>(a, b, size) & SameEnds<Wide>(a + sizeof(Wide), b + sizeof(Wide), size - 32);
  if (size > 16) return SameEnds<Wide>(a, b, size);
  if (size >= 8) return SameEnds<uint64_t>(a, b, size);
  if (size >= 4) return SameEnds<uint32_t>(a, b, size);
  for (size_t i = 0; i < size; ++i)
    if (a[i] != b[i]) return false;
  return true;
}

}  // namespace quarry

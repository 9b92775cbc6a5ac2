// Numbers and words of JSON text, eight bytes at a time. Unless it says otherwise, a function reads up to eight bytes
// behind what it looks at.
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace quarry {

// The top bit of each of eight bytes that is no digit.
inline uint64_t NoDigits(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  const uint64_t value = bytes ^ (kOnes * '0');
  // 10 and above, whatever its own top bit.
  return (((value & (kOnes * 0x7f)) + kOnes * (0x80 - 10)) | value) & (kOnes * 0x80);
}

inline uint64_t LoadEight(const char* at) {
  uint64_t bytes;
  std::memcpy(&bytes, at, 8);
  return bytes;
}

// The number that eight digits make.
inline uint64_t EightDigits(uint64_t bytes) {
  bytes &= 0x0f0f0f0f0f0f0f0fu;
  bytes = bytes * 10 + (bytes >> 8);  // pairs, in every other byte
  return (((bytes & 0x000000ff000000ffu) * 0x000f424000000064u) +
          (((bytes >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u)) >>
         32;
}

// Behind the digits at `at`. REQUIRES: another character follows
inline const char* PassDigits(const char* at) {
  for (;;) {
    if (const uint64_t other = NoDigits(LoadEight(at)); other != 0) return at + (__builtin_ctzll(other) >> 3);
    at += 8;
  }
}

// Behind the number at `at`, or nullptr when it is none. REQUIRES: a character that is part of no number follows
inline const char* PassNumber(const char* at) {
  if (*at == '-') ++at;
  const char* const digits = at;
  at = PassDigits(at);
  if (at == digits || (*digits == '0' && at != digits + 1)) return nullptr;
  if (*at == '.') {
    const char* const from = ++at;
    at = PassDigits(at);
    if (at == from) return nullptr;
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    const char* const from = at;
    at = PassDigits(at);
    if (at == from) return nullptr;
  }
  return at;
}

// Behind the number, true, false or null at `at`, or nullptr. REQUIRES: as PassNumber
inline const char* PassNumberOrWord(const char* at) {
  switch (*at) {
    case 'n':
      return std::memcmp(at, "null", 4) == 0 ? at + 4 : nullptr;
    case 't':
      return std::memcmp(at, "true", 4) == 0 ? at + 4 : nullptr;
    case 'f':
      return std::memcmp(at, "false", 5) == 0 ? at + 5 : nullptr;
    default:
      return PassNumber(at);
  }
}

// Whether text[0, size) is a number, true, false or null. REQUIRES: as PassNumber
inline bool IsNumberOrWord(const char* text, size_t size) {
  if (size - 1 < 8) {  // one to eight digits, most of the time
    const uint64_t beyond = size == 8 ? 0 : ~uint64_t{0} << (size * 8);
    if ((NoDigits(LoadEight(text)) & ~beyond) == 0) return *text != '0' || size == 1;
  }
  if (size == 4)
    return std::memcmp(text, "null", 4) == 0 || std::memcmp(text, "true", 4) == 0 || PassNumber(text) == text + size;
  if (size == 5 && *text == 'f') return std::memcmp(text, "false", 5) == 0;
  return size != 0 && PassNumber(text) == text + size;
}

// The first one to eight bytes at `at`, in the low bytes; nothing behind them is read.
inline uint64_t LoadFew(const char* at, size_t count) {
  if (count == 8) return LoadEight(at);
  if (count >= 4) {
    uint32_t low, high;
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + count - 4, 4);
    return low | static_cast<uint64_t>(high) << (count * 8 - 32);
  }
  uint64_t bytes = 0;
  for (size_t i = 0; i < count; ++i) bytes |= static_cast<uint64_t>(static_cast<unsigned char>(at[i])) << (i * 8);
  return bytes;
}

// The number that one to sixteen digits make, or -1. Nothing behind them is read.
inline int64_t PlainNumber(const char* text, size_t size) {
  if (size - 1 >= 16) return -1;
  const auto up_to_eight = [](const char* at, size_t count, uint64_t* value) {
    // Moved up, with zeros in front.
    const uint64_t bytes =
        count == 8 ? LoadEight(at) : LoadFew(at, count) << (64 - count * 8) | (0x3030303030303030u >> (count * 8));
    if (NoDigits(bytes) != 0) return false;
    *value = EightDigits(bytes);
    return true;
  };
  uint64_t high = 0, low = 0;
  if (size <= 8) return up_to_eight(text, size, &low) ? static_cast<int64_t>(low) : -1;
  if (!up_to_eight(text, size - 8, &high) || !up_to_eight(text + size - 8, 8, &low)) return -1;
  return static_cast<int64_t>(high * 100000000 + low);
}

}  // namespace quarry

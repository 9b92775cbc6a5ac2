// Prefix codes of deflate blocks (RFC 1951, 3.2) as tables that the next bits look up: the first bits the first table,
// which names the symbol or, for longer codes, a second table.
// Thread rule: values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quarry {

// What a table says of the next bits.
struct CodeEntry {
  //   bits 0..5    how many bits the code and the extra bits behind it have
  //   bits 6..7    kEnd, kSecond
  //   bits 8..11   how many bits the code has; of kSecond how many bits look up the second table
  //   bit 15       neither a byte nor a base: kEnd, kSecond, or, without them, that no code has these bits
  //   bits 16..30  the byte; the base of a length or distance, to which the extra bits are added; where the second
  //                table is
  //   bit 31       a byte
  uint32_t value = kOther;

  static constexpr uint32_t kEnd = 1u << 6, kSecond = 1u << 7, kOther = 1u << 15, kByte = 1u << 31;

  bool is_byte() const { return (value & kByte) != 0; }
  bool is_other() const { return (value & kOther) != 0; }
  bool is_end() const { return (value & kEnd) != 0; }
  bool is_second() const { return (value & kSecond) != 0; }
  int bits() const { return static_cast<int>(value & 63); }
  int code_bits() const { return static_cast<int>(value >> 8 & 15); }
  uint32_t base() const { return value >> 16; }
  uint8_t byte() const { return static_cast<uint8_t>(value >> 16); }
  // The length or distance, when `ahead` are the bits from the code on.
  uint32_t WithExtraBits(uint64_t ahead) const {
    return base() + static_cast<uint32_t>((ahead & ((uint64_t{1} << bits()) - 1)) >> code_bits());
  }
};

inline constexpr int kLongestCode = 15;

// Entries are enough for any complete code of so many symbols.
struct LengthCodes {
  static constexpr size_t kSymbols = 288;
  static constexpr int kFirstBits = 11;
  std::array<CodeEntry, 2400> entries;
};
struct DistanceCodes {
  static constexpr size_t kSymbols = 32;
  static constexpr int kFirstBits = 8;
  std::array<CodeEntry, 512> entries;
};

// The table of the code whose symbols have codes of so many bits (0: none, at most kLongestCode). False when there is
// no such code, or a code that leaves bits without a meaning; decoders differ in whether they refuse those. A distance
// code may be of one code of one bit, or have none.
bool MakeCodes(std::span<const uint8_t> code_bits, LengthCodes& codes);
bool MakeCodes(std::span<const uint8_t> code_bits, DistanceCodes& codes);

}  // namespace quarry

// External entry: FindBlock. Most places are ruled out by the first bits of a header, 48 places at a time; most others
// by the lengths of its first code, which have to be those of a complete one.
#include "readers/codec/deflate/find_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "readers/codec/deflate/bit_reader.h"
#include "readers/codec/deflate/block_header.h"

namespace quarry {

namespace {
// Bit i tells whether a header may start at bit i of the word, judged by kLookAhead bits: not the last block, codes of
// its own, at most 286 lengths and 30 distances.
constexpr int kLookAhead = 13;
uint64_t MayStart(uint64_t word) {
  const uint64_t is_dynamic = ~word & ~(word >> 1) & (word >> 2);
  const uint64_t many_lengths = (word >> 4) & (word >> 5) & (word >> 6) & (word >> 7);
  const uint64_t many_distances = (word >> 9) & (word >> 10) & (word >> 11) & (word >> 12);
  return is_dynamic & ~many_lengths & ~many_distances;
}

// For four lengths of codes (three bits each), which part of all bits the codes have, in 128ths.
constexpr auto kShares = [] {
  std::array<uint16_t, 1 << 12> shares{};
  for (size_t i = 0; i < shares.size(); ++i)
    for (size_t at = 0; at < 12; at += 3)
      shares[i] = static_cast<uint16_t>(shares[i] + ((i >> at & 7) == 0 ? 0 : 128u >> (i >> at & 7)));
  return shares;
}();

// `ahead`: the bits from the number of lengths (four bits) on.
bool IsComplete(unsigned stated, uint64_t lengths) {
  lengths &= (uint64_t{1} << (3 * stated)) - 1;
  unsigned share = 0;
  for (int i = 0; i < 5; ++i, lengths >>= 12) share += kShares[lengths & 0xfff];
  return share == 128;
}
}  // namespace

std::optional<uint64_t> FindBlock(const uint8_t* data, size_t size, uint64_t from, uint64_t to) {
  if (size < 32) return std::nullopt;
  constexpr uint64_t kPlaces = 48;
  to = std::min<uint64_t>(to, (size - 24) * 8);
  const auto load = [data](uint64_t byte) {
    uint64_t word;
    std::memcpy(&word, data + byte, sizeof word);
    return word;
  };
  static_assert(kPlaces + kLookAhead <= 64 && kPlaces % 8 == 0);
  BlockCodes codes;
  for (uint64_t base = from / 8 * 8; base < to; base += kPlaces) {
    uint64_t places = MayStart(load(base / 8)) & ((uint64_t{1} << kPlaces) - 1);
    if (base < from) places &= ~uint64_t{0} << (from - base);
    for (; places != 0; places &= places - 1) {
      const uint64_t bit = base + static_cast<uint64_t>(std::countr_zero(places));
      if (bit >= to) return std::nullopt;
      // 4 and up to 57 bits, of which one word may have but 57.
      const uint64_t at = bit + kLookAhead;
      const unsigned stated = 4 + static_cast<unsigned>(load(at / 8) >> at % 8 & 15);
      const uint64_t behind = at + 4;
      if (!IsComplete(stated, load(behind / 8) >> behind % 8)) continue;
      BitReader reader(data, size, bit);
      BlockHeader header;
      if (ReadBlockHeader(reader, header, codes)) return bit;
    }
  }
  return std::nullopt;
}

}  // namespace quarry

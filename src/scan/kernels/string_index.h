// The parts of index_strings, find_pairs and stride_find that all instruction sets share: from the masks of 64 bytes to
// places. Included by the kernels' own files behind their target pragma and kept in an unnamed namespace, so that each
// compiles it for its own instruction set and the linker never gives one the code of another.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "scan/kernels/kernels.h"

namespace quarry {
namespace {

// The characters behind a run of backslashes of odd length. `*carried`: the first character is one, by the backslashes
// before; becomes the same for the next 64. (The rest of a run escapes itself in pairs.)
inline uint64_t BehindOddRuns(uint64_t backslashes, uint64_t* carried) {
  const uint64_t first = *carried;
  *carried = 0;
  if (backslashes == 0) return first;
  constexpr uint64_t kEven = 0x5555555555555555u;
  const uint64_t runs = backslashes & ~first;
  const uint64_t starts = runs & ~(runs << 1);
  // Adding the first place of a run carries to the place behind it. Odd runs from even places end before odd places.
  const uint64_t behind_even = (runs + (starts & kEven)) & ~runs;
  uint64_t sum;
  *carried = __builtin_add_overflow(runs, starts & ~kEven, &sum);
  const uint64_t behind_odd = sum & ~runs;
  return (behind_even & ~kEven) | (behind_odd & kEven) | first;
}

// Writes base + i for each bit i; may write up to 64 places behind the last one. Returns the end of what counts.
inline uint32_t* AppendBits(uint32_t* out, uint32_t base, uint64_t bits) {
  uint32_t* const end = out + std::popcount(bits);
  // Text has about five stops in 64 bytes: the first eight go without a branch.
  for (int i = 0; i < 8; ++i, bits &= bits - 1) *out++ = base + static_cast<uint32_t>(std::countr_zero(bits));
  for (; bits != 0; bits &= bits - 1) *out++ = base + static_cast<uint32_t>(std::countr_zero(bits));
  return end;
}

// `Block` holds 64 bytes and gives masks of them: Backslashes, QuotesAndControls, Quotes and PlainEscapes (those of
// `"\/bfnrt`); NotAscii is not 0 when one is above 127. `append`: as AppendBits.
template <typename Block, typename Append>
inline size_t IndexBlocks(const char* data, size_t size, uint32_t* stops, uint64_t* backslashes, bool* ascii,
                          const Append& append) {
  uint32_t* out = stops;
  uint64_t carried = 0, high = 0;
  for (size_t at = 0; at < size; at += 64) {
    char rest[64];
    const char* from = data + at;
    if (size - at < 64) {
      std::memset(rest, 'x', sizeof rest);
      std::memcpy(rest, from, size - at);
      from = rest;
    }
    const Block block(from);
    const uint64_t slashes = block.Backslashes();
    *backslashes++ = slashes;
    high |= block.NotAscii();
    uint64_t found = block.QuotesAndControls();
    if ((slashes | carried) != 0) {
      const uint64_t escaped = BehindOddRuns(slashes, &carried);
      found = (found & ~(block.Quotes() & escaped)) | (escaped & ~block.PlainEscapes());
    }
    out = append(out, static_cast<uint32_t>(at), found);
  }
  *ascii = high == 0;
  // What a backslash at the end escapes is behind the text.
  while (out != stops && out[-1] >= size) --out;
  return static_cast<size_t>(out - stops);
}

// `equal(at, byte)`: the mask of `byte` among the 64 from `at` on.
template <typename Equal, typename Append>
inline size_t FindPairsIn(const PairPattern& pattern, const char* data, size_t size, uint32_t* places,
                          const Equal& equal, const Append& append) {
  uint32_t* out = places;
  const auto found_at = [&](const char* at) {
    const uint64_t pair =
        equal(at + pattern.first, pattern.first_byte) & equal(at + pattern.second, pattern.second_byte);
    const uint64_t backslashes = equal(at, '\\');
    return backslashes == 0 ? pair : pair | (backslashes & equal(at + 1, 'u'));
  };
  size_t at = 0;
  for (; at + 64 + PairPattern::kMaxOffset <= size; at += 64) {
    if (const uint64_t found = found_at(data + at)) out = append(out, static_cast<uint32_t>(at), found);
  }
  for (; at < size; at += 64) {
    char rest[64 + PairPattern::kMaxOffset + 1] = {};  // zeros are in no pattern
    std::memcpy(rest, data + at, size - at < sizeof rest ? size - at : sizeof rest);
    out = append(out, static_cast<uint32_t>(at), found_at(rest));
  }
  return static_cast<size_t>(out - places);
}

// stride_find where there is nothing better, and for the rest of the text elsewhere.
inline size_t StrideFindOneByOne(const StrideTable& table, const char* data, size_t from, size_t size) {
  constexpr size_t kStride = StrideTable::kStride;
  for (size_t i = (from + kStride - 1) / kStride * kStride; i + kStride <= size; i += kStride) {
    uint32_t bytes;
    std::memcpy(&bytes, data + i, sizeof bytes);
    if (table.Has(StrideTable::Mixed(bytes | StrideTable::kFold))) return i;
  }
  return size;
}

}  // namespace
}  // namespace quarry

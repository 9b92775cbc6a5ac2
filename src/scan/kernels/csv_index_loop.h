// The part of the CSV index that all instruction sets share: from the masks of 64 bytes to places. Included by the
// kernels' own files behind their target pragma and kept in an unnamed namespace, as string_index.h is.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "scan/kernels/csv_index.h"
#include "scan/kernels/string_index.h"

namespace quarry {
namespace {

// Bit i is the parity of the bits up to and including i.
inline uint64_t ParityUpTo(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

// `Block` holds 64 bytes; Equal(c) is the mask of c among them, NotAscii() of those above 127, or anything that is not
// 0 when there is one.
template <typename Block>
inline CsvIndex IndexCsvBlocks(const char* data, size_t size, char delimiter, uint32_t* ends, uint32_t* lines) {
  CsvIndex out;
  uint32_t* end = ends;
  uint64_t inside = 0;      // all ones when the text before ends in quotes
  uint64_t opens_here = 1;  // the first byte may be a quote that opens
  uint64_t wrong = 0, above_ascii = 0;
  for (size_t at = 0; at < size; at += 64) {
    char rest[64];
    const char* from = data + at;
    if (size - at < 64) {
      std::memset(rest, 'x', sizeof rest);
      std::memcpy(rest, from, size - at);
      from = rest;
    }
    const Block block(from);
    const uint64_t quotes = block.Equal('"'), line_ends = block.Equal('\n'), delimiters = block.Equal(delimiter);
    above_ascii |= block.NotAscii();
    uint64_t outside = ~inside;
    if (quotes != 0) {
      const uint64_t within = ParityUpTo(quotes) ^ inside;
      inside = static_cast<uint64_t>(static_cast<int64_t>(within) >> 63);
      outside = ~within;
      wrong |= quotes & within & ~((quotes | line_ends | delimiters) << 1 | opens_here);
    }
    opens_here = (quotes | line_ends | delimiters) >> 63;
    const uint64_t ending = line_ends & outside;
    if (lines == nullptr) {
      if (ending != 0) end = AppendBits(end, static_cast<uint32_t>(at), ending);
      continue;
    }
    const uint64_t both = ending | (delimiters & outside);
    const uint32_t before = static_cast<uint32_t>(end - ends);
    for (uint64_t left = ending; left != 0; left &= left - 1)
      lines[out.lines++] = before + static_cast<uint32_t>(std::popcount(both & ((left & (~left + 1)) - 1)));
    if (both != 0) end = AppendBits(end, static_cast<uint32_t>(at), both);
  }
  out.ends = static_cast<size_t>(end - ends);
  if (lines == nullptr) out.lines = out.ends;
  out.regular = wrong == 0;
  out.in_quotes = inside != 0;
  out.ascii = above_ascii == 0;
  return out;
}

}  // namespace
}  // namespace quarry

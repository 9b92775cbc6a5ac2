// External entry: ReadBlockHeader.
#include "readers/codec/deflate/block_header.h"

#include <algorithm>
#include <array>
#include <span>

namespace quarry {

namespace {
// The code of the lengths of the other codes.
class CodeOfCodes {
 public:
  static constexpr size_t kSymbols = 19;
  static constexpr int kLongest = 7;

  // False when it is not complete.
  bool Make(const std::array<uint8_t, kSymbols>& code_bits) {
    unsigned code = 0;
    for (int bits = 1; bits <= kLongest; ++bits) {
      for (size_t symbol = 0; symbol < kSymbols; ++symbol) {
        if (code_bits[symbol] != bits) continue;
        if (code >= 1u << bits) return false;
        unsigned reversed = 0;
        for (int bit = 0; bit < bits; ++bit) reversed |= (code >> bit & 1) << (bits - 1 - bit);
        for (size_t i = reversed; i < entries_.size(); i += size_t{1} << bits)
          entries_[i] = {static_cast<uint8_t>(symbol), static_cast<uint8_t>(bits)};
        ++code;
      }
      code <<= 1;
    }
    return code == 2u << kLongest;
  }
  uint8_t Next(BitReader& reader) const {
    const Entry& entry = entries_[reader.bits() & (entries_.size() - 1)];
    reader.Drop(entry.bits);
    return entry.symbol;
  }

 private:
  struct Entry {
    uint8_t symbol, bits;
  };
  std::array<Entry, size_t{1} << kLongest> entries_;
};

bool ReadCodes(BitReader& reader, BlockCodes& codes) {
  constexpr std::array<uint8_t, CodeOfCodes::kSymbols> kOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                                 11, 4,  12, 3, 13, 2, 14, 1, 15};
  const size_t lengths = 257 + reader.Take(5), distances = 1 + reader.Take(5), stated = 4 + reader.Take(4);
  if (lengths > 286 || distances > 30 || !reader.Refill()) return false;
  std::array<uint8_t, CodeOfCodes::kSymbols> code_bits{};
  for (size_t i = 0; i < stated; ++i) {
    if (i == BitReader::kBits / 3 && !reader.Refill()) return false;
    code_bits[kOrder[i]] = static_cast<uint8_t>(reader.Take(3));
  }
  CodeOfCodes code;
  if (!code.Make(code_bits)) return false;

  constexpr uint8_t kRepeat = 16, kZeros = 17, kManyZeros = 18;
  std::array<uint8_t, LengthCodes::kSymbols + DistanceCodes::kSymbols> bits;
  const size_t all = lengths + distances;
  for (size_t i = 0; i < all;) {
    if (!reader.Refill()) return false;
    const uint8_t symbol = code.Next(reader);
    if (symbol < kRepeat) {
      bits[i++] = symbol;
      continue;
    }
    if (symbol == kRepeat && i == 0) return false;
    const uint8_t repeated = symbol == kRepeat ? bits[i - 1] : 0;
    const size_t times = symbol == kRepeat  ? 3 + reader.Take(2)
                         : symbol == kZeros ? 3 + reader.Take(3)
                                            : 11 + reader.Take(7);
    static_assert(kManyZeros == CodeOfCodes::kSymbols - 1);
    if (i + times > all) return false;
    std::fill_n(bits.begin() + static_cast<ptrdiff_t>(i), times, repeated);
    i += times;
  }
  constexpr size_t kEndOfBlock = 256;
  const std::span<const uint8_t> both(bits.data(), all);
  return bits[kEndOfBlock] != 0 && MakeCodes(both.first(lengths), codes.lengths) &&
         MakeCodes(both.subspan(lengths), codes.distances);
}

bool SetFixedCodes(BlockCodes& codes) {
  std::array<uint8_t, LengthCodes::kSymbols> lengths;
  std::fill_n(lengths.begin(), 144, uint8_t{8});
  std::fill_n(lengths.begin() + 144, 112, uint8_t{9});
  std::fill_n(lengths.begin() + 256, 24, uint8_t{7});
  std::fill_n(lengths.begin() + 280, 8, uint8_t{8});
  std::array<uint8_t, DistanceCodes::kSymbols> distances;
  distances.fill(5);
  return MakeCodes(lengths, codes.lengths) && MakeCodes(distances, codes.distances);
}

bool ReadStored(BitReader& reader, BlockHeader& header) {
  reader.Drop(static_cast<int>((8 - reader.position() % 8) % 8));
  if (!reader.Refill()) return false;
  header.stored_bytes = reader.Take(16);
  return (header.stored_bytes ^ 0xffff) == reader.Take(16);
}
}  // namespace

bool ReadBlockHeader(BitReader& reader, BlockHeader& header, BlockCodes& codes) {
  if (!reader.Refill()) return false;
  header.is_final = reader.Take(1) != 0;
  switch (reader.Take(2)) {
    case 0:
      header.kind = BlockHeader::Kind::kStored;
      return ReadStored(reader, header);
    case 1:
      header.kind = BlockHeader::Kind::kFixed;
      return SetFixedCodes(codes);
    case 2:
      header.kind = BlockHeader::Kind::kDynamic;
      return ReadCodes(reader, codes);
    default:
      return false;
  }
}

}  // namespace quarry

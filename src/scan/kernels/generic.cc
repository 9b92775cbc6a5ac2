// Portable kernels; the definition of what the others compute.
#include <algorithm>
#include <cstring>

#include "scan/kernels/kernels.h"
#include "scan/kernels/string_index.h"

namespace quarry {

namespace {
constexpr uint64_t kOnes = 0x0101010101010101u;

// The top bit of each byte of `bytes` that is zero.
uint64_t ZeroBytes(uint64_t bytes) {
  constexpr uint64_t kLow = 0x7f7f7f7f7f7f7f7fu;
  return ~(((bytes & kLow) + kLow) | bytes | kLow);
}
// The top bit of each byte of `bytes` that is below 32.
uint64_t ControlBytes(uint64_t bytes) {
  return ~(((bytes & (kOnes * 0x7f)) + kOnes * 0x60) | bytes) & (kOnes * 0x80);
}

size_t CountByte(const char* data, size_t size, char byte) {
  const uint64_t wanted = kOnes * static_cast<unsigned char>(byte);
  size_t count = 0;
  size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    uint64_t bytes;
    std::memcpy(&bytes, data + i, 8);
    count += (ZeroBytes(bytes ^ wanted) >> 7) * kOnes >> 56;
  }
  for (; i < size; ++i) count += data[i] == byte;
  return count;
}

size_t TeddyFind(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  const size_t length = static_cast<size_t>(tables.length);
  for (size_t i = from; i + length <= size; ++i) {
    uint8_t possible = 0xff;
    for (size_t j = 0; j < length && possible != 0; ++j) {
      const uint8_t c = static_cast<uint8_t>(data[i + j]);
      possible &= tables.low[j][c & 15] & tables.high[j][c >> 4];
    }
    if (possible != 0) {
      *buckets = possible;
      return i;
    }
  }
  return size;
}

void MarkStringStops(const char* data, size_t size, uint64_t* stops) {
  for (size_t i = 0; i < size; i += 64) {
    uint64_t word = 0;
    for (size_t j = 0; j < 64 && i + j < size; j += 8) {
      uint64_t bytes = kOnes * 'x';
      std::memcpy(&bytes, data + i + j, std::min<size_t>(8, size - i - j));
      const uint64_t found = ZeroBytes(bytes ^ (kOnes * '"')) | ZeroBytes(bytes ^ (kOnes * '\\')) | ControlBytes(bytes);
      word |= ((found >> 7) * 0x0102040810204080u >> 56) << j;
    }
    stops[i / 64] = word;
  }
}

class Block {
 public:
  explicit Block(const char* data) { std::memcpy(words_, data, sizeof words_); }
  uint64_t Quotes() const { return Equal('"'); }
  uint64_t Backslashes() const { return Equal('\\'); }
  uint64_t QuotesAndControls() const {
    return Mask([](uint64_t bytes) { return ZeroBytes(bytes ^ (kOnes * '"')) | ControlBytes(bytes); });
  }
  uint64_t NotAscii() const {
    uint64_t any = 0;
    for (const uint64_t word : words_) any |= word;
    return any & (kOnes * 0x80);
  }
  uint64_t PlainEscapes() const {
    uint64_t found = 0;
    for (const char c : {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'}) found |= Equal(c);
    return found;
  }

 private:
  uint64_t Equal(char c) const {
    return Mask([c](uint64_t bytes) { return ZeroBytes(bytes ^ (kOnes * static_cast<unsigned char>(c))); });
  }
  // One bit for each byte whose top bit `test` sets.
  template <typename Test>
  uint64_t Mask(const Test& test) const {
    uint64_t mask = 0;
    for (int i = 0; i < 8; ++i) mask |= ((test(words_[i]) >> 7) * 0x0102040810204080u >> 56) << (i * 8);
    return mask;
  }
  uint64_t words_[8];
};

size_t IndexStrings(const char* data, size_t size, uint32_t* stops, uint64_t* backslashes, bool* ascii) {
  return IndexBlocks<Block>(data, size, stops, backslashes, ascii, AppendBits);
}

size_t FindPairs(const PairPattern& pattern, const char* data, size_t size, uint32_t* places) {
  const auto equal = [](const char* at, char byte) {
    uint64_t mask = 0;
    for (int i = 0; i < 8; ++i) {
      uint64_t bytes;
      std::memcpy(&bytes, at + i * 8, 8);
      const uint64_t found = ZeroBytes(bytes ^ (kOnes * static_cast<unsigned char>(byte)));
      if (found != 0) mask |= ((found >> 7) * 0x0102040810204080u >> 56) << (i * 8);
    }
    return mask;
  };
  return FindPairsIn(pattern, data, size, places, equal, AppendBits);
}

size_t MatchTexts(const ExpectedText* expected, size_t count, const char* data, const uint32_t* places) {
  for (size_t i = 0; i < count; ++i) {
    if (std::memcmp(expected[i].At(data, places), expected[i].text, expected[i].size) != 0) return i;
  }
  return count;
}
}  // namespace

const KernelTable kGenericKernels = {"generic",    CountByte, TeddyFind,  MarkStringStops,
                                     IndexStrings, FindPairs, MatchTexts, StrideFindOneByOne};

}  // namespace quarry

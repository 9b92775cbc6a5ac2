// Portable kernels; the definition of what the others compute.
#include <algorithm>
#include <cstring>

#include "scan/kernels/kernels.h"

namespace quarry {

namespace {
size_t CountByte(const char* data, size_t size, char byte) {
  size_t count = 0;
  for (size_t i = 0; i < size; ++i) count += data[i] == byte;
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
// The top bit of each byte of `bytes` that is zero.
uint64_t ZeroBytes(uint64_t bytes) {
  constexpr uint64_t kLow = 0x7f7f7f7f7f7f7f7fu;
  return ~(((bytes & kLow) + kLow) | bytes | kLow);
}

void MarkStringStops(const char* data, size_t size, uint64_t* stops) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  for (size_t i = 0; i < size; i += 64) {
    uint64_t word = 0;
    for (size_t j = 0; j < 64 && i + j < size; j += 8) {
      uint64_t bytes = kOnes * 'x';
      std::memcpy(&bytes, data + i + j, std::min<size_t>(8, size - i - j));
      const uint64_t control = ~(((bytes & (kOnes * 0x7f)) + kOnes * 0x60) | bytes) & (kOnes * 0x80);
      const uint64_t found = ZeroBytes(bytes ^ (kOnes * '"')) | ZeroBytes(bytes ^ (kOnes * '\\')) | control;
      word |= ((found >> 7) * 0x0102040810204080u >> 56) << j;
    }
    stops[i / 64] = word;
  }
}
}  // namespace

const KernelTable kGenericKernels = {"generic", CountByte, TeddyFind, MarkStringStops};

}  // namespace quarry

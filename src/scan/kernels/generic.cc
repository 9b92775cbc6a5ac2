// Portable kernels; the definition of what the others compute.
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
}  // namespace

const KernelTable kGenericKernels = {"generic", CountByte, TeddyFind};

}  // namespace quarry

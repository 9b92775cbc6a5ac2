// Kernels for AVX-512 (BW, VL).
#if defined(__x86_64__)
#include "scan/kernels/kernels.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl,evex512"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl")
#endif

#include <immintrin.h>

#include <bit>

namespace quarry {

namespace {
size_t CountByte(const char* data, size_t size, char byte) {
  const __m512i wanted = _mm512_set1_epi8(byte);
  size_t count = 0;
  size_t i = 0;
  for (; i + 64 <= size; i += 64) {
    const __m512i block = _mm512_loadu_si512(data + i);
    count += static_cast<size_t>(std::popcount(_mm512_cmpeq_epi8_mask(block, wanted)));
  }
  for (; i < size; ++i) count += data[i] == byte;
  return count;
}

template <int kLength>
size_t Find(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  const __m512i nibble = _mm512_set1_epi8(15);
  __m512i low[kLength], high[kLength];
  for (int j = 0; j < kLength; ++j) {
    low[j] = _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(tables.low[j])));
    high[j] = _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(tables.high[j])));
  }
  size_t i = from;
  for (; i + 64 + kLength - 1 <= size; i += 64) {
    __m512i possible = _mm512_set1_epi8(-1);
    for (int j = 0; j < kLength; ++j) {
      const __m512i block = _mm512_loadu_si512(data + i + j);
      const __m512i from_low = _mm512_shuffle_epi8(low[j], _mm512_and_si512(block, nibble));
      const __m512i from_high = _mm512_shuffle_epi8(high[j], _mm512_and_si512(_mm512_srli_epi16(block, 4), nibble));
      possible = _mm512_ternarylogic_epi64(possible, from_low, from_high, 0x80);  // and of the three
    }
    const uint64_t hits = _mm512_test_epi8_mask(possible, possible);
    if (hits == 0) continue;
    const int at = std::countr_zero(hits);
    alignas(64) uint8_t bytes[64];
    _mm512_store_si512(bytes, possible);
    *buckets = bytes[at];
    return i + static_cast<size_t>(at);
  }
  return kGenericKernels.teddy_find(tables, data, i, size, buckets);
}

size_t TeddyFind(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  switch (tables.length) {
    case 1: return Find<1>(tables, data, from, size, buckets);
    case 2: return Find<2>(tables, data, from, size, buckets);
    case 3: return Find<3>(tables, data, from, size, buckets);
    default: return Find<4>(tables, data, from, size, buckets);
  }
}
}  // namespace

const KernelTable kAvx512Kernels = {"avx512", CountByte, TeddyFind};

}  // namespace quarry

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif  // __x86_64__

// Kernels for AVX-512 with VBMI and VBMI2: one instruction looks a byte up among 128, so that no halves of bytes are
// mixed; another one packs the places of set bits.
#if defined(__x86_64__)
#include "scan/kernels/kernels.h"

#if defined(__clang__)
#pragma clang attribute push(                                                                            \
    __attribute__((target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,evex512"))), \
    apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2")
// GCC 12 takes the undefined registers of its own header for a mistake (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

#include <immintrin.h>

#include <bit>
#include <cstring>

#include "scan/kernels/string_index.h"

namespace quarry {

namespace {
// The bytes of `block` moved up by kBytes places, filled from the end of the block before.
template <int kBytes>
inline __m512i MovedUp(__m512i block, __m512i before) {
  const __m512i lane_before = _mm512_alignr_epi32(block, before, 12);
  return _mm512_alignr_epi8(block, lane_before, 16 - kBytes);
}

template <int kLength>
size_t Find(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  __m512i low[kLength], high[kLength];
  for (int j = 0; j < kLength; ++j) {
    low[j] = _mm512_load_si512(tables.seven_bits[j]);
    high[j] = _mm512_load_si512(tables.seven_bits[j] + 64);
  }
  const auto look = [&](int place, __m512i bytes) { return _mm512_permutex2var_epi8(low[place], bytes, high[place]); };
  // A window is found where its last byte stands. Pairs of bytes come from two loads, one of them a byte earlier; the
  // first pair is then moved up to the last one. Fewer shuffles than moving every byte up, fewer loads than loading
  // each.
  struct Step {
    __m512i possible, pair;
  };
  const auto step = [&](__m512i earlier, __m512i here, __m512i pair_before) -> Step {
    if constexpr (kLength == 1) return {look(0, here), here};
    const __m512i pair = _mm512_and_si512(look(0, earlier), look(1, here));
    if constexpr (kLength == 2) return {pair, pair};
    if constexpr (kLength == 3) return {_mm512_and_si512(look(2, here), MovedUp<1>(pair, pair_before)), pair};
    return {_mm512_ternarylogic_epi64(look(2, earlier), look(3, here), MovedUp<2>(pair, pair_before), 0x80), pair};
  };
  const auto found = [&](size_t i, __m512i possible, uint64_t hits) {
    const int at = std::countr_zero(hits);
    alignas(64) uint8_t bytes[64];
    _mm512_store_si512(bytes, possible);
    *buckets = bytes[at];
    return i + static_cast<size_t>(at) - (kLength - 1);
  };
  // The first 64 bytes, of which nothing in front is read and no window starts before `from`, then two times 64 at
  // once, then what is left.
  __m512i pair_before = _mm512_setzero_si512();
  uint64_t wanted = ~uint64_t{0} << (kLength - 1), present = ~uint64_t{1};
  for (size_t i = from; i < size;) {
    const uint64_t inside = i + 64 <= size ? ~uint64_t{0} : (uint64_t{1} << (size - i)) - 1;
    const Step one = step(_mm512_maskz_loadu_epi8(inside & present, data + i - 1),
                          _mm512_maskz_loadu_epi8(inside, data + i), pair_before);
    if (const uint64_t hits = _mm512_test_epi8_mask(one.possible, one.possible) & wanted & inside; hits != 0)
      return found(i, one.possible, hits);
    pair_before = one.pair;
    wanted = present = ~uint64_t{0};
    for (i += 64; i + 128 <= size; i += 128) {
      const Step first = step(_mm512_loadu_si512(data + i - 1), _mm512_loadu_si512(data + i), pair_before);
      const Step second = step(_mm512_loadu_si512(data + i + 63), _mm512_loadu_si512(data + i + 64), first.pair);
      const __m512i either = _mm512_or_si512(first.possible, second.possible);
      if (_mm512_test_epi8_mask(either, either) != 0) {
        if (const uint64_t hits = _mm512_test_epi8_mask(first.possible, first.possible); hits != 0)
          return found(i, first.possible, hits);
        return found(i + 64, second.possible, _mm512_test_epi8_mask(second.possible, second.possible));
      }
      pair_before = second.pair;
    }
  }
  return size;
}

size_t TeddyFind(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  switch (tables.length) {
    case 1:
      return Find<1>(tables, data, from, size, buckets);
    case 2:
      return Find<2>(tables, data, from, size, buckets);
    case 3:
      return Find<3>(tables, data, from, size, buckets);
    default:
      return Find<4>(tables, data, from, size, buckets);
  }
}
size_t CountByte(const char* data, size_t size, char byte) {
  return kAvx512Kernels.count_byte(data, size, byte);
}
void MarkStringStops(const char* data, size_t size, uint64_t* stops) {
  kAvx512Kernels.mark_string_stops(data, size, stops);
}

class Block {
 public:
  explicit Block(const char* data) : bytes_(_mm512_loadu_si512(data)) {}
  uint64_t Quotes() const { return Equal('"'); }
  uint64_t Backslashes() const { return Equal('\\'); }
  // With its second bit turned, a quote is the first character behind the controls.
  uint64_t QuotesAndControls() const {
    return _mm512_cmple_epu8_mask(_mm512_xor_si512(bytes_, _mm512_set1_epi8(2)), _mm512_set1_epi8(0x20));
  }
  uint64_t NotAscii() const { return _mm512_movepi8_mask(bytes_); }
  uint64_t PlainEscapes() const {
    return Equal('"') | Equal('\\') | Equal('/') | Equal('b') | Equal('f') | Equal('n') | Equal('r') | Equal('t');
  }

 private:
  uint64_t Equal(char c) const { return _mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(c)); }
  __m512i bytes_;
};

inline uint32_t* PackBits(uint32_t* out, uint32_t base, uint64_t bits) {
  alignas(64) static constexpr uint8_t kPlaces[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                                      16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                                      32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                                      48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i packed = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(kPlaces));
  const __m512i first = _mm512_set1_epi32(static_cast<int>(base));
  const int count = std::popcount(bits);
  const auto store = [&](int at, __m128i places) {
    _mm512_storeu_si512(out + at, _mm512_add_epi32(_mm512_cvtepu8_epi32(places), first));
  };
  store(0, _mm512_castsi512_si128(packed));
  if (count > 16) {
    store(16, _mm512_extracti32x4_epi32(packed, 1));
    if (count > 32) {
      store(32, _mm512_extracti32x4_epi32(packed, 2));
      store(48, _mm512_extracti32x4_epi32(packed, 3));
    }
  }
  return out + count;
}

size_t IndexStrings(const char* data, size_t size, uint32_t* stops, uint64_t* backslashes, bool* ascii) {
  return IndexBlocks<Block>(data, size, stops, backslashes, ascii, PackBits);
}

size_t FindPairs(const PairPattern& pattern, const char* data, size_t size, uint32_t* places) {
  const auto equal = [](const char* at, char byte) -> uint64_t {
    return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at), _mm512_set1_epi8(byte));
  };
  return FindPairsIn(pattern, data, size, places, equal, PackBits);
}

size_t MatchTexts(const ExpectedText* expected, size_t count, const char* data, const uint32_t* places) {
  for (size_t i = 0; i < count; ++i) {
    const __m512i found = _mm512_loadu_si512(expected[i].At(data, places));
    if (_mm512_mask_cmpneq_epi8_mask(expected[i].mask, found, _mm512_load_si512(expected[i].text)) != 0) return i;
  }
  return count;
}

size_t StrideFind(const StrideTable& table, const char* data, size_t from, size_t size) {
  return kAvx512Kernels.stride_find(table, data, from, size);
}
}  // namespace

const KernelTable kAvx512VbmiKernels = {"avx512vbmi", CountByte, TeddyFind,  MarkStringStops,
                                        IndexStrings, FindPairs, MatchTexts, StrideFind};

}  // namespace quarry

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif  // __x86_64__

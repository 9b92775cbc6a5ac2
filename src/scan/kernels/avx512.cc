// Kernels for AVX-512 (BW, VL).
#if defined(__x86_64__)
#include "scan/kernels/kernels.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl,evex512"))), \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl")
#endif

#if !defined(__clang__)
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

// The buckets that each of the 64 places from `at` on leaves possible.
template <int kLength>
inline __m512i Possible(const __m512i* low, const __m512i* high, const char* at) {
  const __m512i nibble = _mm512_set1_epi8(15);
  __m512i possible = _mm512_set1_epi8(-1);
  for (int j = 0; j < kLength; ++j) {
    const __m512i block = _mm512_loadu_si512(at + j);
    const __m512i from_low = _mm512_shuffle_epi8(low[j], _mm512_and_si512(block, nibble));
    const __m512i from_high = _mm512_shuffle_epi8(high[j], _mm512_and_si512(_mm512_srli_epi16(block, 4), nibble));
    possible = _mm512_ternarylogic_epi64(possible, from_low, from_high, 0x80);  // and of the three
  }
  return possible;
}

// The first place with a bucket left, and its buckets. REQUIRES: there is one.
inline size_t FirstPlace(__m512i possible, uint8_t* buckets) {
  const int at = std::countr_zero(static_cast<uint64_t>(_mm512_test_epi8_mask(possible, possible)));
  alignas(64) uint8_t bytes[64];
  _mm512_store_si512(bytes, possible);
  *buckets = bytes[at];
  return static_cast<size_t>(at);
}
inline bool IsEmpty(__m512i possible) {
  return _mm512_test_epi8_mask(possible, possible) == 0;
}
inline __m512i Broadcast(const uint8_t* table) {
  return _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(table)));
}

template <int kLength>
size_t Find(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  __m512i low[kLength], high[kLength];
  for (int j = 0; j < kLength; ++j) {
    low[j] = Broadcast(tables.low[j]);
    high[j] = Broadcast(tables.high[j]);
  }
  size_t i = from;
  for (; i + 64 + kLength - 1 <= size; i += 64) {
    const __m512i possible = Possible<kLength>(low, high, data + i);
    if (!IsEmpty(possible)) return i + FirstPlace(possible, buckets);
  }
  // The rest in a buffer of its own, so that no byte behind the data is read. Places too near the end do not count.
  for (; i + kLength <= size; i += 64) {
    char rest[64 + kLength] = {};
    const size_t left = size - i;
    std::memcpy(rest, data + i, left < sizeof rest ? left : sizeof rest);
    const __m512i possible = Possible<kLength>(low, high, rest);
    if (IsEmpty(possible)) continue;
    const size_t at = i + FirstPlace(possible, buckets);
    if (at + kLength <= size) return at;
    break;
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
inline uint64_t StringStops(__m512i block) {
  return _mm512_cmple_epu8_mask(block, _mm512_set1_epi8(0x1f)) | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"')) |
         _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\\'));
}

void MarkStringStops(const char* data, size_t size, uint64_t* stops) {
  size_t i = 0;
  for (; i + 64 <= size; i += 64) stops[i / 64] = StringStops(_mm512_loadu_si512(data + i));
  if (i == size) return;
  const uint64_t inside = (uint64_t{1} << (size - i)) - 1;
  stops[i / 64] = StringStops(_mm512_maskz_loadu_epi8(inside, data + i)) & inside;
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

size_t IndexStrings(const char* data, size_t size, uint32_t* stops, uint64_t* backslashes, bool* ascii) {
  return IndexBlocks<Block>(data, size, stops, backslashes, ascii, AppendBits);
}

size_t FindPairs(const PairPattern& pattern, const char* data, size_t size, uint32_t* places) {
  const auto equal = [](const char* at, char byte) -> uint64_t {
    return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at), _mm512_set1_epi8(byte));
  };
  return FindPairsIn(pattern, data, size, places, equal, AppendBits);
}

size_t MatchTexts(const ExpectedText* expected, size_t count, const char* data, const uint32_t* places) {
  for (size_t i = 0; i < count; ++i) {
    const __m512i found = _mm512_loadu_si512(expected[i].At(data, places));
    if (_mm512_mask_cmpneq_epi8_mask(expected[i].mask, found, _mm512_load_si512(expected[i].text)) != 0) return i;
  }
  return count;
}

size_t StrideFind(const StrideTable& table, const char* data, size_t from, size_t size) {
  const __m512i fold = _mm512_set1_epi32(static_cast<int>(StrideTable::kFold));
  const __m512i mix = _mm512_set1_epi32(static_cast<int>(StrideTable::Mixed(1)));
  const __m512i one = _mm512_set1_epi32(1), in_word = _mm512_set1_epi32(31);
  const __m128i shift = _mm_cvtsi32_si128(32 - table.bits);
  size_t i = (from + 3) / 4 * 4;
  for (; i + 64 <= size; i += 64) {
    const __m512i bytes = _mm512_or_si512(_mm512_loadu_si512(data + i), fold);
    const __m512i hash = _mm512_srl_epi32(_mm512_mullo_epi32(bytes, mix), shift);
    const __m512i words = _mm512_i32gather_epi32(_mm512_srli_epi32(hash, 5), table.words.data(), 4);
    const __m512i bits = _mm512_sllv_epi32(one, _mm512_and_si512(hash, in_word));
    if (const unsigned found = _mm512_test_epi32_mask(words, bits); found != 0)
      return i + 4 * static_cast<size_t>(std::countr_zero(found));
  }
  return StrideFindOneByOne(table, data, i, size);
}
}  // namespace

const KernelTable kAvx512Kernels = {"avx512",     CountByte, TeddyFind,  MarkStringStops,
                                    IndexStrings, FindPairs, MatchTexts, StrideFind};

}  // namespace quarry

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif  // __x86_64__

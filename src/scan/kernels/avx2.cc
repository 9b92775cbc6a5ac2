// Kernels for AVX2.
#if defined(__x86_64__)
#include "scan/kernels/kernels.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,popcnt")
#endif

#include <immintrin.h>

#include <bit>
#include <cstring>

#include "scan/kernels/string_index.h"

namespace quarry {

namespace {
size_t CountByte(const char* data, size_t size, char byte) {
  const __m256i wanted = _mm256_set1_epi8(byte);
  size_t count = 0;
  size_t i = 0;
  for (; i + 32 <= size; i += 32) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + i));
    count += static_cast<size_t>(
        std::popcount(static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, wanted)))));
  }
  for (; i < size; ++i) count += data[i] == byte;
  return count;
}

// The buckets that each of the 32 places from `at` on leaves possible.
template <int kLength>
inline __m256i Possible(const __m256i* low, const __m256i* high, const char* at) {
  const __m256i nibble = _mm256_set1_epi8(15);
  __m256i possible = _mm256_set1_epi8(-1);
  for (int j = 0; j < kLength; ++j) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + j));
    const __m256i from_low = _mm256_shuffle_epi8(low[j], _mm256_and_si256(block, nibble));
    const __m256i from_high = _mm256_shuffle_epi8(high[j], _mm256_and_si256(_mm256_srli_epi16(block, 4), nibble));
    possible = _mm256_and_si256(possible, _mm256_and_si256(from_low, from_high));
  }
  return possible;
}

// The first place with a bucket left, and its buckets. REQUIRES: there is one.
inline size_t FirstPlace(__m256i possible, uint8_t* buckets) {
  const uint32_t none =
      static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(possible, _mm256_setzero_si256())));
  const int at = std::countr_one(none);
  alignas(32) uint8_t bytes[32];
  _mm256_store_si256(reinterpret_cast<__m256i*>(bytes), possible);
  *buckets = bytes[at];
  return static_cast<size_t>(at);
}
inline bool IsEmpty(__m256i possible) {
  return _mm256_testz_si256(possible, possible);
}
inline __m256i Broadcast(const uint8_t* table) {
  return _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(table)));
}

template <int kLength>
size_t Find(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  __m256i low[kLength], high[kLength];
  for (int j = 0; j < kLength; ++j) {
    low[j] = Broadcast(tables.low[j]);
    high[j] = Broadcast(tables.high[j]);
  }
  size_t i = from;
  for (; i + 32 + kLength - 1 <= size; i += 32) {
    const __m256i possible = Possible<kLength>(low, high, data + i);
    if (!IsEmpty(possible)) return i + FirstPlace(possible, buckets);
  }
  // The rest in a buffer of its own, so that no byte behind the data is read. Places too near the end do not count.
  for (; i + kLength <= size; i += 32) {
    char rest[32 + kLength] = {};
    const size_t left = size - i;
    std::memcpy(rest, data + i, left < sizeof rest ? left : sizeof rest);
    const __m256i possible = Possible<kLength>(low, high, rest);
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
inline uint32_t StringStops(const char* at) {
  const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, _mm256_set1_epi8(0x1f)), block);
  const __m256i quote = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('"'));
  const __m256i backslash = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\\'));
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(control, _mm256_or_si256(quote, backslash))));
}

void MarkStringStops(const char* data, size_t size, uint64_t* stops) {
  size_t i = 0;
  for (; i + 64 <= size; i += 64)
    stops[i / 64] = StringStops(data + i) | static_cast<uint64_t>(StringStops(data + i + 32)) << 32;
  if (i == size) return;
  char rest[64];
  std::memset(rest, 'x', sizeof rest);
  std::memcpy(rest, data + i, size - i);
  stops[i / 64] = StringStops(rest) | static_cast<uint64_t>(StringStops(rest + 32)) << 32;
}

class Block {
 public:
  explicit Block(const char* data)
      : low_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(data))),
        high_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + 32))) {}
  uint64_t Quotes() const { return Equal('"'); }
  uint64_t Backslashes() const { return Equal('\\'); }
  uint64_t QuotesAndControls() const { return Mask(QuotesAndControlsOf(low_), QuotesAndControlsOf(high_)); }
  uint64_t NotAscii() const { return Mask(low_, high_); }
  uint64_t PlainEscapes() const {
    return Equal('"') | Equal('\\') | Equal('/') | Equal('b') | Equal('f') | Equal('n') | Equal('r') | Equal('t');
  }

 private:
  uint64_t Equal(char c) const {
    const __m256i wanted = _mm256_set1_epi8(c);
    return Mask(_mm256_cmpeq_epi8(low_, wanted), _mm256_cmpeq_epi8(high_, wanted));
  }
  static __m256i QuotesAndControlsOf(__m256i bytes) {
    // With its second bit turned, a quote is the first character behind the controls.
    const __m256i last = _mm256_set1_epi8(0x20);
    return _mm256_cmpeq_epi8(_mm256_max_epu8(_mm256_xor_si256(bytes, _mm256_set1_epi8(2)), last), last);
  }
  static uint64_t Mask(__m256i low, __m256i high) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(low)) |
           static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(high))) << 32;
  }
  __m256i low_, high_;
};

size_t IndexStrings(const char* data, size_t size, uint32_t* stops, uint64_t* backslashes, bool* ascii) {
  return IndexBlocks<Block>(data, size, stops, backslashes, ascii, AppendBits);
}

size_t FindPairs(const PairPattern& pattern, const char* data, size_t size, uint32_t* places) {
  const auto equal = [](const char* at, char byte) {
    const __m256i wanted = _mm256_set1_epi8(byte);
    const auto half = [&](const char* from) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
      return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, wanted)));
    };
    return half(at) | static_cast<uint64_t>(half(at + 32)) << 32;
  };
  return FindPairsIn(pattern, data, size, places, equal, AppendBits);
}

size_t MatchTexts(const ExpectedText* expected, size_t count, const char* data, const uint32_t* places) {
  const auto differing = [](const char* found, const char* wanted) {
    const __m256i equal = _mm256_cmpeq_epi8(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(found)),
                                            _mm256_load_si256(reinterpret_cast<const __m256i*>(wanted)));
    return ~static_cast<uint32_t>(_mm256_movemask_epi8(equal));
  };
  for (size_t i = 0; i < count; ++i) {
    const char* const found = expected[i].At(data, places);
    if ((differing(found, expected[i].text) & static_cast<uint32_t>(expected[i].mask)) != 0) return i;
    const uint32_t above = static_cast<uint32_t>(expected[i].mask >> 32);
    if (above != 0 && (differing(found + 32, expected[i].text + 32) & above) != 0) return i;
  }
  return count;
}

size_t StrideFind(const StrideTable& table, const char* data, size_t from, size_t size) {
  const __m256i fold = _mm256_set1_epi32(static_cast<int>(StrideTable::kFold));
  const __m256i mix = _mm256_set1_epi32(static_cast<int>(StrideTable::Mixed(1)));
  const __m256i in_word = _mm256_set1_epi32(31);
  const __m128i shift = _mm_cvtsi32_si128(32 - table.bits);
  // The sign of each place's number is its bit of the table.
  const auto signs = [&](const char* at) {
    const __m256i bytes = _mm256_or_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)), fold);
    const __m256i hash = _mm256_srl_epi32(_mm256_mullo_epi32(bytes, mix), shift);
    const __m256i words =
        _mm256_i32gather_epi32(reinterpret_cast<const int*>(table.words.data()), _mm256_srli_epi32(hash, 5), 4);
    const __m256i up = _mm256_sub_epi32(in_word, _mm256_and_si256(hash, in_word));
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, up))));
  };
  size_t i = (from + 3) / 4 * 4;
  for (; i + 64 <= size; i += 64) {
    if (const unsigned found = signs(data + i) | signs(data + i + 32) << 8; found != 0)
      return i + 4 * static_cast<size_t>(std::countr_zero(found));
  }
  return StrideFindOneByOne(table, data, i, size);
}
}  // namespace

const KernelTable kAvx2Kernels = {"avx2",       CountByte, TeddyFind,  MarkStringStops,
                                  IndexStrings, FindPairs, MatchTexts, StrideFind};

}  // namespace quarry

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif  // __x86_64__

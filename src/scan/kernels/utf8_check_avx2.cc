// The UTF-8 check for AVX2.
#if defined(__x86_64__)
#include "scan/kernels/utf8_check.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif

#include <immintrin.h>

#include "scan/kernels/utf8_check_loop.h"

namespace quarry {

namespace {
class Check {
 public:
  static constexpr size_t kBytes = 32;

  // Written out: GCC makes an implicit one without the target's instructions.
  Check()
      : first_high_(Table(kFirstHigh)),
        first_low_(Table(kFirstLow)),
        second_high_(Table(kSecondHigh)),
        failed_(_mm256_setzero_si256()) {}

  void Add(const char* at) {
    const __m256i second = Load(at), first = Load(at - 1);
    const __m256i nibble = _mm256_set1_epi8(15);
    const auto high = [&](__m256i bytes) { return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble); };
    const __m256i mistakes =
        _mm256_and_si256(_mm256_and_si256(_mm256_shuffle_epi8(first_high_, high(first)),
                                          _mm256_shuffle_epi8(first_low_, _mm256_and_si256(first, nibble))),
                         _mm256_shuffle_epi8(second_high_, high(second)));
    // The top bit where the byte is the third of three or four, or the fourth of four.
    const __m256i third = _mm256_subs_epu8(Load(at - 2), _mm256_set1_epi8(static_cast<char>(0xe0 - 0x80)));
    const __m256i fourth = _mm256_subs_epu8(Load(at - 3), _mm256_set1_epi8(static_cast<char>(0xf0 - 0x80)));
    const __m256i later =
        _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(static_cast<char>(kTwoContinuing)));
    failed_ = _mm256_or_si256(failed_, _mm256_xor_si256(mistakes, later));
  }
  bool AllAscii(const char* at) const {
    return _mm256_movemask_epi8(_mm256_or_si256(Load(at), Load(at - kUtf8Margin))) == 0;
  }
  bool Failed() const { return _mm256_testz_si256(failed_, failed_) == 0; }

 private:
  static __m256i Load(const char* at) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)); }
  static __m256i Table(const std::array<uint8_t, 16>& table) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
  }

  const __m256i first_high_, first_low_, second_high_;
  __m256i failed_;
};
}  // namespace

const Utf8Kernel kAvx2Utf8Kernel = {"avx2", IsUtf8InBlocks<Check>};

}  // namespace quarry

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif  // __x86_64__

// The CSV index for AVX2.
#if defined(__x86_64__)
#include "scan/kernels/csv_index.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,popcnt")
#endif

#include <immintrin.h>

#include "scan/kernels/csv_index_loop.h"

namespace quarry {

namespace {
class Block {
 public:
  explicit Block(const char* data)
      : low_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(data))),
        high_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + 32))) {}
  uint64_t Equal(char c) const {
    const __m256i wanted = _mm256_set1_epi8(c);
    return Mask(_mm256_cmpeq_epi8(low_, wanted), _mm256_cmpeq_epi8(high_, wanted));
  }
  uint64_t NotAscii() const { return Mask(low_, high_); }

 private:
  static uint64_t Mask(__m256i low, __m256i high) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(low)) |
           static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(high))) << 32;
  }
  __m256i low_, high_;
};
}  // namespace

const CsvKernel kAvx2CsvKernel = {"avx2", IndexCsvBlocks<Block>};

}  // namespace quarry

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif  // __x86_64__

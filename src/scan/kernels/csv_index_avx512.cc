// The CSV index for AVX-512 (BW, VL).
#if defined(__x86_64__)
#include "scan/kernels/csv_index.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl,evex512"))), \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,popcnt,avx512f,avx512bw,avx512vl")
// GCC 12 takes the undefined registers of its own header for a mistake (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

#include <immintrin.h>

#include "scan/kernels/csv_index_loop.h"

namespace quarry {

namespace {
class Block {
 public:
  explicit Block(const char* data) : bytes_(_mm512_loadu_si512(data)) {}
  uint64_t Equal(char c) const { return _mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(c)); }
  uint64_t NotAscii() const { return _mm512_movepi8_mask(bytes_); }

 private:
  __m512i bytes_;
};
}  // namespace

const CsvKernel kAvx512CsvKernel = {"avx512", IndexCsvBlocks<Block>};

}  // namespace quarry

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif  // __x86_64__

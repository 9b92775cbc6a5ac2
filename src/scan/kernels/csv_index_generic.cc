// The portable CSV index, and the choice among the forms.
#include <cstring>

#include "scan/kernels/csv_index.h"
#include "scan/kernels/csv_index_loop.h"

namespace quarry {

namespace {
class Block {
 public:
  explicit Block(const char* data) { std::memcpy(words_, data, sizeof words_); }
  uint64_t Equal(char c) const {
    const uint64_t wanted = kOnes * static_cast<unsigned char>(c);
    uint64_t mask = 0;
    for (int i = 0; i < 8; ++i) {
      const uint64_t bytes = words_[i] ^ wanted;
      const uint64_t zeros = ~(((bytes & kLow) + kLow) | bytes | kLow);  // the top bit of each byte that is zero
      mask |= ((zeros >> 7) * 0x0102040810204080u >> 56) << (i * 8);
    }
    return mask;
  }
  uint64_t NotAscii() const {
    uint64_t any = 0;
    for (const uint64_t word : words_) any |= word;
    return any & ~kLow;
  }

 private:
  static constexpr uint64_t kOnes = 0x0101010101010101u, kLow = 0x7f7f7f7f7f7f7f7fu;
  uint64_t words_[8];
};
}  // namespace

const CsvKernel kGenericCsvKernel = {"generic", IndexCsvBlocks<Block>};

const CsvKernel& CsvKernelFor(const KernelTable& table) {
#if defined(__x86_64__)
  if (table.name.starts_with("avx512")) return kAvx512CsvKernel;
  if (table.name == kAvx2CsvKernel.name) return kAvx2CsvKernel;
#elif defined(__aarch64__)
  if (table.name == kNeonCsvKernel.name) return kNeonCsvKernel;
#endif
  return kGenericCsvKernel;
}

}  // namespace quarry

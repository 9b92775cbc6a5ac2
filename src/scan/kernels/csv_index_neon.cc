// The CSV index for ARM's NEON.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "scan/kernels/csv_index.h"
#include "scan/kernels/csv_index_loop.h"

namespace quarry {

namespace {
class Block {
 public:
  explicit Block(const char* data) {
    for (int i = 0; i < 4; ++i) part_[i] = vld1q_u8(reinterpret_cast<const uint8_t*>(data) + i * 16);
  }
  // NEON has no instruction for a mask: each byte keeps one bit of its own, and three rounds of pairwise sums put
  // eight neighbours into one byte.
  uint64_t Equal(char c) const {
    alignas(16) static constexpr uint8_t kBits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t bits = vld1q_u8(kBits), wanted = vdupq_n_u8(static_cast<uint8_t>(c));
    const auto found = [&](int i) { return vandq_u8(vceqq_u8(part_[i], wanted), bits); };
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(found(0), found(1)), vpaddq_u8(found(2), found(3)));
    sum = vpaddq_u8(sum, sum);
    return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
  }
  uint64_t NotAscii() const {
    return vmaxvq_u8(vorrq_u8(vorrq_u8(part_[0], part_[1]), vorrq_u8(part_[2], part_[3]))) >> 7;
  }

 private:
  uint8x16_t part_[4];
};
}  // namespace

const CsvKernel kNeonCsvKernel = {"neon", IndexCsvBlocks<Block>};

}  // namespace quarry
#endif  // __aarch64__

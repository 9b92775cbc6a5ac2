// The UTF-8 check for ARM's NEON.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "scan/kernels/utf8_check.h"
#include "scan/kernels/utf8_check_loop.h"

namespace quarry {

namespace {
class Check {
 public:
  static constexpr size_t kBytes = 16;

  void Add(const char* at) {
    const uint8x16_t second = Load(at), first = Load(at - 1);
    const uint8x16_t mistakes = vandq_u8(vandq_u8(vqtbl1q_u8(first_high_, vshrq_n_u8(first, 4)),
                                                  vqtbl1q_u8(first_low_, vandq_u8(first, vdupq_n_u8(15)))),
                                         vqtbl1q_u8(second_high_, vshrq_n_u8(second, 4)));
    // The top bit where the byte is the third of three or four, or the fourth of four.
    const uint8x16_t third = vqsubq_u8(Load(at - 2), vdupq_n_u8(0xe0 - 0x80));
    const uint8x16_t fourth = vqsubq_u8(Load(at - 3), vdupq_n_u8(0xf0 - 0x80));
    const uint8x16_t later = vandq_u8(vorrq_u8(third, fourth), vdupq_n_u8(kTwoContinuing));
    failed_ = vorrq_u8(failed_, veorq_u8(mistakes, later));
  }
  bool AllAscii(const char* at) const { return vmaxvq_u8(vorrq_u8(Load(at), Load(at - kUtf8Margin))) < 0x80; }
  bool Failed() const { return vmaxvq_u8(failed_) != 0; }

 private:
  static uint8x16_t Load(const char* at) { return vld1q_u8(reinterpret_cast<const uint8_t*>(at)); }

  const uint8x16_t first_high_ = vld1q_u8(kFirstHigh.data()), first_low_ = vld1q_u8(kFirstLow.data()),
                   second_high_ = vld1q_u8(kSecondHigh.data());
  uint8x16_t failed_ = vdupq_n_u8(0);
};
}  // namespace

const Utf8Kernel kNeonUtf8Kernel = {"neon", IsUtf8InBlocks<Check>};

}  // namespace quarry
#endif  // __aarch64__

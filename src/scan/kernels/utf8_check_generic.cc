// The portable UTF-8 check, and the choice among the forms.
#include <cstdint>
#include <cstring>

#include "scan/kernels/utf8_check.h"

namespace quarry {

namespace {

// How many bytes the sequence at data[0, size) takes; 0 when there is none.
size_t SequenceAt(const unsigned char* data, size_t size) {
  const unsigned char lead = data[0];
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || length > size) return 0;
  // The second byte says whether the form is too long, a surrogate or too great a value.
  const unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned char greatest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (data[1] < least || data[1] > greatest) return 0;
  for (size_t i = 2; i < length; ++i) {
    if ((data[i] & 0xc0) != 0x80) return 0;
  }
  return length;
}

bool IsUtf8Bytewise(const char* data, size_t size) {
  for (size_t at = 0; at < size;) {
    uint64_t word;
    if (size - at >= sizeof word) {
      std::memcpy(&word, data + at, sizeof word);
      if ((word & 0x8080808080808080u) == 0) {
        at += sizeof word;
        continue;
      }
    }
    const size_t length = SequenceAt(reinterpret_cast<const unsigned char*>(data) + at, size - at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace

const Utf8Kernel kGenericUtf8Kernel = {"generic", IsUtf8Bytewise};

const Utf8Kernel& Utf8KernelFor(const KernelTable& table) {
#if defined(__x86_64__)
  if (table.name.starts_with("avx")) return kAvx2Utf8Kernel;
#elif defined(__aarch64__)
  if (table.name == kNeonUtf8Kernel.name) return kNeonUtf8Kernel;
#endif
  return kGenericUtf8Kernel;
}

bool IsUtf8(std::string_view text) {
  static const Utf8Kernel& kernel = Utf8KernelFor(Kernels());
  return kernel.is_utf8(text.data(), text.size());
}

}  // namespace quarry

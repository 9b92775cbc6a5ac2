// External entry: Window.
#include "readers/codec/deflate/window.h"

#include <cstring>

namespace quarry {

void Window::Set(std::string_view window) {
  for (size_t byte = 0; byte < kFirstReference; ++byte) meanings_[byte] = static_cast<char>(byte);
  std::memcpy(meanings_.data() + kFirstReference, window.data(), kWindowBytes);
}

void Window::Resolve(const Symbol* symbols, size_t count, char* to) const {
  // In most telemetry the greater part are references, so that looking for runs of bytes or of references costs more
  // than it saves; nor do gathers gain anything. Four symbols at a time halve the loads.
  const char* const meanings = meanings_.data();
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    uint64_t four;
    std::memcpy(&four, symbols + i, sizeof four);
    to[i] = meanings[four & 0xffff];
    to[i + 1] = meanings[four >> 16 & 0xffff];
    to[i + 2] = meanings[four >> 32 & 0xffff];
    to[i + 3] = meanings[four >> 48];
  }
  for (; i < count; ++i) to[i] = meanings[symbols[i]];
}

}  // namespace quarry

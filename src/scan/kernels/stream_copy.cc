// External entry: CopyPastCaches.
#include "scan/kernels/stream_copy.h"

#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace quarry {

#if defined(__x86_64__)
void CopyPastCaches(char* to, const char* from, size_t size) {
  // Stores past the caches fill whole lines only when they are aligned; SSE2 is part of every x86-64.
  constexpr size_t kLine = 64;
  const size_t before = (kLine - reinterpret_cast<uintptr_t>(to) % kLine) % kLine;
  if (size < before + kLine) {
    std::memcpy(to, from, size);
    return;
  }
  std::memcpy(to, from, before);
  size_t at = before;
  for (; at + kLine <= size; at += kLine) {
    const __m128i* const source = reinterpret_cast<const __m128i*>(from + at);
    __m128i* const target = reinterpret_cast<__m128i*>(to + at);
    const __m128i a = _mm_loadu_si128(source), b = _mm_loadu_si128(source + 1), c = _mm_loadu_si128(source + 2),
                  d = _mm_loadu_si128(source + 3);
    _mm_stream_si128(target, a);
    _mm_stream_si128(target + 1, b);
    _mm_stream_si128(target + 2, c);
    _mm_stream_si128(target + 3, d);
  }
  _mm_sfence();  // such stores are not ordered by locks
  std::memcpy(to + at, from + at, size - at);
}
#else
void CopyPastCaches(char* to, const char* from, size_t size) {
  std::memcpy(to, from, size);
}
#endif

}  // namespace quarry

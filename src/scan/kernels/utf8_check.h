// Whether bytes are UTF-8 as Unicode has it: no code points in a longer form than needed, no surrogates, nothing above
// U+10FFFF, nothing cut off.
// Thread rule: the functions are pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "scan/kernels/kernels.h"

namespace quarry {

struct Utf8Kernel {
  std::string_view name;
  bool (*is_utf8)(const char* data, size_t size);
};

// The form for the instruction set of `table`.
const Utf8Kernel& Utf8KernelFor(const KernelTable& table);

// By the best form that this machine runs.
bool IsUtf8(std::string_view text);

extern const Utf8Kernel kGenericUtf8Kernel;
#if defined(__x86_64__)
extern const Utf8Kernel kAvx2Utf8Kernel;
#elif defined(__aarch64__)
extern const Utf8Kernel kNeonUtf8Kernel;
#endif

}  // namespace quarry

// Chooses the kernels once.
#include <cstdlib>
#include <vector>

#include "scan/kernels/kernels.h"

namespace quarry {

namespace {
std::vector<const KernelTable*> FindKernels() {
  std::vector<const KernelTable*> found{&kGenericKernels};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) found.push_back(&kAvx2Kernels);
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    found.push_back(&kAvx512Kernels);
    if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
      found.push_back(&kAvx512VbmiKernels);
  }
#elif defined(__aarch64__)
  found.push_back(&kNeonKernels);  // part of every ARMv8
#endif
  return found;
}

const KernelTable& Choose() {
  const std::span<const KernelTable* const> available = AvailableKernels();
  if (const char* wanted = std::getenv("QUARRY_KERNELS")) {
    for (const KernelTable* table : available) {
      if (table->name == wanted) return *table;
    }
  }
  return *available.back();
}
}  // namespace

std::span<const KernelTable* const> AvailableKernels() {
  static const std::vector<const KernelTable*> found = FindKernels();
  return found;
}

const KernelTable& Kernels() {
  static const KernelTable& chosen = Choose();
  return chosen;
}

}  // namespace quarry

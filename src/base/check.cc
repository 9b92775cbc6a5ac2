#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace quarry {

void CheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "quarry: internal error: %s at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace quarry

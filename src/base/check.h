// QUARRY_CHECK aborts on a bug of ours, never on bad input. It stays on in release builds: a wrong
// answer is worse than a crash with a place.
#pragma once

namespace quarry {
[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);
}  // namespace quarry

#define QUARRY_CHECK(condition) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::quarry::CheckFailed(#condition, __FILE__, __LINE__))

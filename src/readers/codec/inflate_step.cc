// External entry: Inflate.
#include "readers/codec/inflate_step.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace quarry {

InflateStep Inflate(inflate_state& state, char* to, size_t size) {
  state.next_out = reinterpret_cast<uint8_t*>(to);
  state.avail_out = static_cast<uint32_t>(std::min<size_t>(size, 1u << 30));
  const uint32_t room = state.avail_out, total = state.total_out;
  InflateStep step;
  step.code = isal_inflate(&state);
  if (step.code >= 0) {
    step.made = room - state.avail_out;
    return step;
  }
  // In front of a symbol that does not exist `next_out` may have been moved too far, but not the total.
  step.made = state.total_out - total;
  if (step.code == ISAL_INVALID_SYMBOL || step.code == ISAL_INVALID_LOOKBACK) {
    constexpr size_t kLongestCopy = 258;
    // The end may not have found room.
    const auto kept = static_cast<size_t>(state.tmp_out_valid - state.tmp_out_processed);
    const size_t unsure_kept = std::min(kLongestCopy, kept);
    std::memset(state.tmp_out_buffer + state.tmp_out_valid - unsure_kept, ' ', unsure_kept);
    const size_t unsure = std::min(kLongestCopy - unsure_kept, step.made);
    std::memset(to + step.made - unsure, ' ', unsure);
  }
  return step;
}

}  // namespace quarry

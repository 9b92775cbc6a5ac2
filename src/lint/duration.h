// Durations of schedules: `1d`, `5m`, `PT5H`.
// Thread rule: pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace quarry {

// As ticks; nullopt when it is none of days, hours or minutes.
std::optional<int64_t> ReadDuration(std::string_view text);

}  // namespace quarry

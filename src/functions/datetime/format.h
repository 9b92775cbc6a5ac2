// The patterns of format_datetime() and format_timespan().
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "functions/function_def.h"

namespace quarry {

enum class TimeFormatKind : uint8_t { kDateTime, kTimeSpan };

// An error when the format (argument 1) is constant and holds what is no part of formats.
Result<std::unique_ptr<const CallState>> PrepareTimeFormat(const PrepareCall& call, TimeFormatKind kind);
// False when the format holds what is no part of formats.
bool FormatTime(std::string_view format, int64_t ticks, TimeFormatKind kind, std::string& out);

}  // namespace quarry

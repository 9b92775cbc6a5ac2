// Times as CQL prints and reads them: milliseconds since 1970 and strftime letters.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quarry {

// A fixed offset from UTC.
struct TimeZone {
  int minutes = 0;
};
// "UTC", "Z", "GMT", "+02:00", "UTC-5", "+0530". Named zones (Europe/Oslo) are not among them.
std::optional<TimeZone> ParseTimeZone(std::string_view text);

bool IsTimeLetter(char letter);
// What the letter shows of a time; REQUIRES: IsTimeLetter.
std::string FormatTimeLetter(char letter, int64_t milliseconds, TimeZone zone);
// "%Y-%m-%d %H:%M:%S" and the like; an unknown letter stays as it is.
std::string FormatTimePattern(std::string_view pattern, int64_t milliseconds, TimeZone zone);

// "6h30m52s553ms": days to milliseconds, at most `precision` units (0: all).
std::string FormatDurationText(int64_t milliseconds, int precision);

}  // namespace quarry

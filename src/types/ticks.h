// datetime and timespan as 64-bit counts of 100 ns ticks (datetime from 0001-01-01T00:00:00, proleptic
// Gregorian, UTC), and their text forms. Semantics: KQL's datetime and timespan data types.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quarry {

inline constexpr int64_t kTicksPerMicrosecond = 10;
inline constexpr int64_t kTicksPerMillisecond = 10'000;
inline constexpr int64_t kTicksPerSecond = 10'000'000;
inline constexpr int64_t kTicksPerMinute = 60 * kTicksPerSecond;
inline constexpr int64_t kTicksPerHour = 60 * kTicksPerMinute;
inline constexpr int64_t kTicksPerDay = 24 * kTicksPerHour;
inline constexpr int64_t kUnixEpochTicks = 621'355'968'000'000'000;      // 1970-01-01
inline constexpr int64_t kMaxDateTimeTicks = 3'155'378'975'999'999'999;  // 9999-12-31T23:59:59.9999999

struct CivilTime {
  int year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  int32_t ticks = 0;  // below the second, 0..9'999'999
};
CivilTime ToCivil(int64_t datetime);
// REQUIRES: a valid civil date, year 1..9999.
int64_t FromCivil(const CivilTime& civil);
int DaysInMonth(int year, int month);

// ISO 8601 and the other forms that KQL's datetime() and todatetime() take ("2024-05-01", "2024-05-01 10:00",
// "2024-05-01T10:00:00.1234567Z", offsets, RFC 1123, "05/01/2024 10:00:00", ...). No offset means UTC.
// nullopt when the text is none of them or out of range.
std::optional<int64_t> ParseDateTime(std::string_view text);
// The canonical form only: "YYYY-MM-DD[T ]hh:mm:ss[.f{1,9}][Z|±hh[:mm]]". Fast; what scans use first.
std::optional<int64_t> ParseIsoDateTime(std::string_view text);
// "2024-05-01T10:00:00.1234567Z", always seven digits.
std::string FormatDateTime(int64_t datetime);

// "[-][d.]hh:mm[:ss[.fffffff]]", "1d", "2h", "30m", "10s", "100ms", "5 microseconds", "1tick", "1.5h".
std::optional<int64_t> ParseTimeSpan(std::string_view text);
// "[-][d.]hh:mm:ss[.fffffff]"
std::string FormatTimeSpan(int64_t timespan);

}  // namespace quarry

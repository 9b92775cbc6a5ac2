// Times of CQL: texts of numbers of milliseconds or seconds since 1970.
#include <algorithm>
#include <cmath>

#include "functions/datetime/calendar.h"
#include "functions/function_def.h"
#include "functions/library/cql/number_text.h"
#include "functions/library/cql/time_text.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// Milliseconds of a time by its unit; "auto": seconds below 10^11, else milliseconds.
std::optional<int64_t> MillisecondsOf(std::string_view text, std::string_view unit) {
  std::optional<double> number = ParseCqlNumber(text);
  if (!number || std::fabs(*number) > 2.5e14) return std::nullopt;
  const bool seconds = unit == "seconds" || (unit == "auto" && std::fabs(*number) < 1e11);
  const double milliseconds = seconds ? *number * 1000 : *number;
  if (milliseconds < -6.2e13 || milliseconds > 2.534e14) return std::nullopt;  // years 1 to 9999
  return static_cast<int64_t>(std::floor(milliseconds));
}

void Time(const KernelCall&, const Cell* args, Cell& result) {
  std::optional<double> number = ParseCqlNumber(args[0].text);
  if (!number || !MillisecondsOf(args[0].text, args[1].text)) return;
  const bool seconds = args[1].text == "seconds" || (args[1].text == "auto" && std::fabs(*number) < 1e11);
  const double ticks = *number * static_cast<double>(seconds ? kTicksPerSecond : kTicksPerMillisecond);
  result = Cell::Integer(kUnixEpochTicks + std::llround(ticks));
}

void Format(const KernelCall& call, const Cell* args, Cell& result) {
  std::optional<int64_t> time = MillisecondsOf(args[0].text, args[3].text);
  std::optional<TimeZone> zone = ParseTimeZone(args[2].text);
  if (time && zone) result = Cell::Text(call.arena.Copy(FormatTimePattern(args[1].text, *time, *zone)));
}

void Part(const KernelCall& call, const Cell* args, Cell& result) {
  std::optional<int64_t> time = MillisecondsOf(args[0].text, args[3].text);
  std::optional<TimeZone> zone = ParseTimeZone(args[2].text);
  if (!time || !zone) return;
  const int64_t local = kUnixEpochTicks + (*time + zone->minutes * int64_t{60'000}) * kTicksPerMillisecond;
  if (local < 0 || local > kMaxDateTimeTicks) return;
  const int64_t from_sunday = quarry::DayOfWeek(local);
  const int64_t part = args[1].text == "week of year" ? IsoWeek(local) : from_sunday == 0 ? 7 : from_sunday;
  result = Cell::Text(call.arena.Copy(std::to_string(part)));
}

void Bucket(const KernelCall&, const Cell* args, Cell& result) {
  const double span = args[1].real, offset = args[2].real;
  result = Cell::Real(std::floor((args[0].real + offset) / span) * span - offset);
}

// The least span that cuts the interval into at most so many buckets.
void AutoSpan(const KernelCall&, const Cell* args, Cell& result) {
  static constexpr double kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
  static constexpr double kSpans[] = {1,           5,           10,           50,           100,          500,
                                      kSecond,     5 * kSecond, 10 * kSecond, 15 * kSecond, 30 * kSecond, kMinute,
                                      2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,
                                      2 * kHour,   4 * kHour,   6 * kHour,    12 * kHour,   kDay,         2 * kDay,
                                      7 * kDay,    14 * kDay,   28 * kDay,    91 * kDay,    364 * kDay};
  const double length = args[1].real - args[0].real, buckets = args[2].real, least = args[3].real;
  double span = least;
  for (double candidate : kSpans) {
    span = std::max(candidate, least);
    if (candidate >= least && std::floor(args[1].real / candidate) - std::floor(args[0].real / candidate) < buckets)
      break;
  }
  if (length >= 0 && span > 0) result = Cell::Real(span);
}

void Duration(const KernelCall& call, const Cell* args, Cell& result) {
  if (std::fabs(args[0].real) > 9e17) return;
  result = Cell::Text(
      call.arena.Copy(FormatDurationText(static_cast<int64_t>(args[0].real), static_cast<int>(args[1].integer))));
}

// "round", "ceil" or "floor"; halves go up, as Java's Math.round has it.
void Round(const KernelCall&, const Cell* args, Cell& result) {
  const double number = args[0].real;
  result = Cell::Real(args[1].text == "ceil"    ? std::ceil(number)
                      : args[1].text == "floor" ? std::floor(number)
                                                : std::floor(number + 0.5));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlFormatTimeFunction) = {
    .name = "cql_format_time",
    .signature = "(time: string, format: string, timezone: string, unit: string) -> string",
    .doc =
        "A time, in milliseconds or seconds since 1970, by strftime letters. `unit` is `auto`, `seconds` or "
        "`milliseconds`.",
    .example = "formatTime(\"%Y-%m-%d %H:%M:%S\", field=@timestamp, as=when)",
    .nullable_string = true,
    .kernel = Format,
};
QUARRY_DEFINE(FunctionDef, kCqlTimePartFunction) = {
    .name = "cql_time_part",
    .signature = "(time: string, part: string, timezone: string, unit: string) -> string",
    .doc =
        "The ISO `day of week` (Monday is 1) or `week of year` of a time, in milliseconds or seconds since 1970. "
        "`unit` "
        "is `auto`, `seconds` or `milliseconds`.",
    .example = "time:dayOfWeek(@timestamp)",
    .nullable_string = true,
    .kernel = Part,
};
QUARRY_DEFINE(FunctionDef, kCqlTimeFunction) = {
    .name = "cql_time",
    .signature = "(time: string, unit: string) -> datetime",
    .doc =
        "The time that milliseconds or seconds since 1970 stand for, with their fractions. `unit` is `auto`, `seconds` "
        "or `milliseconds`.",
    .example = "beacon(field=@timestamp)",
    .kernel = Time,
};
QUARRY_DEFINE(FunctionDef, kCqlBucketFunction) = {
    .name = "cql_bucket",
    .signature = "(time: real, span: real, offset: real) -> real",
    .doc = "The start of the span that a time lies in; `offset` is that of the time zone.",
    .example = "bucket(1h)",
    .kernel = Bucket,
};
QUARRY_DEFINE(FunctionDef, kCqlAutoSpanFunction) = {
    .name = "cql_auto_span",
    .signature = "(first: real, last: real, buckets: real, least: real) -> real",
    .doc =
        "The least of the spans 1 ms, 5 ms, ..., 1 s, 5 s, ..., 1 h, ..., 364 d, not below `least`, that cuts the time "
        "from `first` to `last` into at most `buckets` buckets.",
    .example = "timeChart()",
    .kernel = AutoSpan,
};
QUARRY_DEFINE(FunctionDef, kCqlDurationTextFunction) = {
    .name = "cql_duration_text",
    .signature = "(milliseconds: real, precision: long) -> string",
    .doc = "A length of time as `6h30m52s553ms`, with at most `precision` units (0: all).",
    .example = "formatDuration(uptime)",
    .nullable_string = true,
    .kernel = Duration,
};
QUARRY_DEFINE(FunctionDef, kCqlRoundFunction) = {
    .name = "cql_round",
    .signature = "(number: real, how: string) -> real",
    .doc = "A whole number: `round` (halves up), `ceil` or `floor`.",
    .example = "round(score)",
    .kernel = Round,
};

}  // namespace quarry

// Times in texts by the patterns of Java's DateTimeFormatter: "dd/MMM/yyyy:HH:mm:ss Z".
// Ownership: a pattern owns its parts. Thread rule: immutable once parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "functions/library/cql/time_text.h"

namespace quarry {

// What a text says of a time. Absent parts were not in it.
struct TimeParts {
  std::optional<int> year, month, day, day_of_year, hour, half_day_hour, minute, second, weekday;  // Monday is 1
  std::optional<bool> afternoon;
  int nanoseconds = 0;
  std::optional<TimeZone> zone;
};

// Which year a date without one has: the last of those before the next (`next_year`) or this one that lies at most so
// far behind now.
struct YearGuess {
  int64_t now = 0;  // milliseconds since 1970
  int64_t most_ahead = 0;
  bool next_year = false;
};

// Milliseconds since 1970 of the parts, which are in `zone` where they have none themselves. nullopt when a part is
// missing or none of its unit. Without an hour it is midnight.
std::optional<int64_t> MillisecondsOf(const TimeParts& parts, std::optional<TimeZone> zone, const YearGuess& guess);
// "Z", "+02:00".
std::string ZoneText(TimeZone zone);

// 1 to 12 for "Jan" or "January" at the start of `text`; its length in `*size`.
std::optional<int> MonthAt(std::string_view text, bool full, bool ignore_case, size_t* size);

class TimePattern {
 public:
  // An error names the letter that is not supported.
  static Result<TimePattern> Parse(std::string_view pattern, bool ignore_case);
  // The whole of `text`; nullopt when it has another form.
  std::optional<TimeParts> Match(std::string_view text) const;
  bool has_zone() const { return has_zone_; }

 private:
  struct Part {
    char letter = 0;                  // 0: `literal`; '[': `optional`
    size_t count = 0;                 // of the letter
    bool followed_by_digits = false;  // the next part is digits, so that this one has exactly `count`
    std::string literal;
    std::vector<Part> optional;
  };
  static Result<std::vector<Part>> ParseParts(std::string_view& pattern, bool nested);
  static void MarkNeighbours(std::vector<Part>& parts);
  bool MatchParts(const std::vector<Part>& parts, std::string_view text, size_t& at, TimeParts& out) const;
  bool MatchPart(const Part& part, std::string_view text, size_t& at, TimeParts& out) const;

  std::vector<Part> parts_;
  bool ignore_case_ = false;
  bool has_zone_ = false;
};

}  // namespace quarry

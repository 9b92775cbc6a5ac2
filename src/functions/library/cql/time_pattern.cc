// not registered: patterns of times behind parseTimestamp() and findTimestamp()
#include "functions/library/cql/time_pattern.h"

#include "base/ascii.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view kDays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

bool StartsWith(std::string_view text, std::string_view with, bool ignore_case) {
  if (text.size() < with.size()) return false;
  return ignore_case ? EqualsIgnoreAsciiCase(text.substr(0, with.size()), with) : text.starts_with(with);
}

// Which of `names`, in full or by three letters, `text` starts with.
template <size_t Count>
std::optional<int> NameAt(const std::string_view (&names)[Count], std::string_view text, bool full, bool ignore_case,
                          size_t* size) {
  for (size_t i = 0; i < Count; ++i) {
    const std::string_view name = full ? names[i] : names[i].substr(0, 3);
    if (!StartsWith(text, name, ignore_case)) continue;
    *size = name.size();
    return static_cast<int>(i + 1);
  }
  return std::nullopt;
}

// From `least` to `most` digits.
std::optional<int> Digits(std::string_view text, size_t& at, size_t least, size_t most) {
  int number = 0;
  size_t count = 0;
  while (count < most && at < text.size() && IsAsciiDigit(text[at])) {
    number = number * 10 + (text[at++] - '0');
    ++count;
  }
  return count >= least ? std::optional(number) : std::nullopt;
}

// `colon`: ':' stands between hours and minutes. `least`: of hours, minutes, seconds how many must be there.
std::optional<TimeZone> Offset(std::string_view text, size_t& at, bool colon, size_t least, size_t most) {
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const bool west = text[at++] == '-';
  int parts[3] = {0, 0, 0};
  size_t count = 0;
  for (; count < most; ++count) {
    size_t next = at;
    if (count > 0 && colon) {
      if (next >= text.size() || text[next] != ':') break;
      ++next;
    }
    std::optional<int> part = Digits(text, next, 2, 2);
    if (!part) break;
    parts[count] = *part;
    at = next;
  }
  if (count < least || parts[0] > 18 || parts[1] > 59 || parts[2] != 0) return std::nullopt;
  const int minutes = parts[0] * 60 + parts[1];
  return TimeZone{west ? -minutes : minutes};
}

constexpr std::string_view kNumbers = "yuMLdDHkhKmsSn";

}  // namespace

std::optional<int> MonthAt(std::string_view text, bool full, bool ignore_case, size_t* size) {
  return NameAt(kMonths, text, full, ignore_case, size);
}

std::string ZoneText(TimeZone zone) {
  if (zone.minutes == 0) return "Z";
  const int offset = zone.minutes < 0 ? -zone.minutes : zone.minutes;
  auto two = [](int number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
  return (zone.minutes < 0 ? "-" : "+") + two(offset / 60) + ":" + two(offset % 60);
}

std::optional<int64_t> MillisecondsOf(const TimeParts& parts, std::optional<TimeZone> zone, const YearGuess& guess) {
  if (parts.zone) zone = parts.zone;
  if (!zone) return std::nullopt;
  int hour = parts.hour.value_or(0);
  if (parts.half_day_hour) {
    if (!parts.afternoon || *parts.half_day_hour > 12) return std::nullopt;
    hour = *parts.half_day_hour % 12 + (*parts.afternoon ? 12 : 0);
  }
  const int minute = parts.minute.value_or(0), second = parts.second.value_or(0);
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  int year = parts.year.value_or(0), month = parts.month.value_or(0), day = parts.day.value_or(0);
  if (parts.day_of_year) {
    if (!parts.year || *parts.day_of_year < 1) return std::nullopt;
    day = *parts.day_of_year;
    for (month = 1; month <= 12 && year >= 1 && year <= 9999 && day > DaysInMonth(year, month); ++month)
      day -= DaysInMonth(year, month);
  }
  auto at_year = [&](int of_year) -> std::optional<int64_t> {
    if (of_year < 1 || of_year > 9999 || month < 1 || month > 12 || day < 1 || day > DaysInMonth(of_year, month))
      return std::nullopt;
    const int64_t ticks = FromCivil({of_year, month, day, hour, minute, second, 0}) - kUnixEpochTicks;
    return ticks / kTicksPerMillisecond + parts.nanoseconds / 1'000'000 - zone->minutes * int64_t{60'000};
  };
  std::optional<int64_t> time;
  if (parts.year) {
    time = at_year(year);
  } else {
    const int this_year = ToCivil(kUnixEpochTicks + guess.now * kTicksPerMillisecond).year;
    for (int of_year = this_year + (guess.next_year ? 1 : 0); of_year >= this_year - 1; --of_year) {
      time = at_year(of_year);
      if (time && *time <= guess.now + guess.most_ahead) break;
      time.reset();
    }
  }
  if (time && parts.weekday) {
    const int64_t local = *time + zone->minutes * int64_t{60'000};
    const int64_t days = (kUnixEpochTicks + local * kTicksPerMillisecond) / kTicksPerDay;  // day 0 was a Monday
    if (days % 7 + 1 != *parts.weekday) return std::nullopt;
  }
  return time;
}

Result<TimePattern> TimePattern::Parse(std::string_view pattern, bool ignore_case) {
  TimePattern parsed;
  parsed.ignore_case_ = ignore_case;
  bool quoted = false;
  for (char c : pattern) {
    if (c == '\'') quoted = !quoted;
    if (!quoted && std::string_view("XxZzVO").find(c) != std::string_view::npos) parsed.has_zone_ = true;
  }
  Result<std::vector<Part>> parts = ParseParts(pattern, false);
  if (!parts) return parts.error();
  parsed.parts_ = std::move(*parts);
  MarkNeighbours(parsed.parts_);
  return parsed;
}

Result<std::vector<TimePattern::Part>> TimePattern::ParseParts(std::string_view& pattern, bool nested) {
  std::vector<Part> parts;
  auto literal = [&]() -> std::string& {
    if (parts.empty() || parts.back().letter != 0) parts.emplace_back();
    return parts.back().literal;
  };
  while (!pattern.empty()) {
    const char c = pattern[0];
    if (c == '\'') {
      pattern.remove_prefix(1);
      if (pattern.starts_with('\'')) {
        literal() += '\'';
        pattern.remove_prefix(1);
        continue;
      }
      while (true) {
        if (pattern.empty()) return Error{"a quote of the pattern does not end"};
        if (pattern.starts_with("''")) {
          literal() += '\'';
          pattern.remove_prefix(2);
        } else if (pattern[0] == '\'') {
          pattern.remove_prefix(1);
          break;
        } else {
          literal() += pattern[0];
          pattern.remove_prefix(1);
        }
      }
    } else if (c == '[') {
      pattern.remove_prefix(1);
      Result<std::vector<Part>> inner = ParseParts(pattern, true);
      if (!inner) return inner.error();
      parts.emplace_back();
      parts.back().letter = '[';
      parts.back().optional = std::move(*inner);
    } else if (c == ']') {
      if (!nested) return Error{"`]` of the pattern has no `[`"};
      pattern.remove_prefix(1);
      return parts;
    } else if (IsAsciiAlpha(c)) {
      size_t count = 1;
      while (count < pattern.size() && pattern[count] == c) ++count;
      const bool known = std::string_view("yuMLdDHkhKmsSnaEeXxZzVO").find(c) != std::string_view::npos;
      if (!known || (c == 'e' && count < 3) || (c == 'S' && count > 9) || ((c == 'y' || c == 'u') && count > 4) ||
          count > 9 || ((c == 'M' || c == 'L' || c == 'E') && count > 4) || (c == 'n' && count > 9))
        return Error{"`" + std::string(pattern.substr(0, count)) + "` of the pattern is not supported"};
      parts.emplace_back();
      parts.back().letter = c;
      parts.back().count = count;
      pattern.remove_prefix(count);
    } else if (c == '{' || c == '}' || c == '#') {
      return Error{"`" + std::string(1, c) + "` of the pattern is reserved"};
    } else {
      literal() += c;
      pattern.remove_prefix(1);
    }
  }
  if (nested) return Error{"`[` of the pattern has no `]`"};
  return parts;
}

void TimePattern::MarkNeighbours(std::vector<Part>& parts) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].letter == '[') MarkNeighbours(parts[i].optional);
    const bool names = (parts[i].letter == 'M' || parts[i].letter == 'L') && parts[i].count > 2;
    if (i == 0 || parts[i].letter == 0 || names || kNumbers.find(parts[i].letter) == kNumbers.npos) continue;
    parts[i - 1].followed_by_digits = true;
  }
}

bool TimePattern::MatchParts(const std::vector<Part>& parts, std::string_view text, size_t& at, TimeParts& out) const {
  for (const Part& part : parts) {
    if (part.letter == '[') {
      // What does not match is passed over.
      size_t next = at;
      TimeParts with = out;
      if (MatchParts(part.optional, text, next, with)) {
        at = next;
        out = with;
      }
    } else if (!MatchPart(part, text, at, out)) {
      return false;
    }
  }
  return true;
}

bool TimePattern::MatchPart(const Part& part, std::string_view text, size_t& at, TimeParts& out) const {
  const std::string_view rest = text.substr(at);
  // One letter is any number of digits, two are two; digits of neighbours are told apart by their number.
  auto digits = [&](std::optional<int>& to, size_t most) {
    const size_t least = part.count;
    to = Digits(text, at, least, part.count > 1 || part.followed_by_digits ? part.count : most);
    return to.has_value();
  };
  size_t size = 0;
  switch (part.letter) {
    case 0:
      if (!StartsWith(rest, part.literal, ignore_case_)) return false;
      at += part.literal.size();
      return true;
    case 'y':
    case 'u':
      out.year = Digits(text, at, part.count, part.count == 1 ? 4 : part.count);
      if (!out.year) return false;
      if (part.count == 2) *out.year += 2000;
      return true;
    case 'M':
    case 'L':
      // The documentation reads `Mar` by `MM`, too.
      if (part.count <= 2 && (part.count == 1 || rest.empty() || !IsAsciiAlpha(rest[0]))) return digits(out.month, 2);
      out.month = MonthAt(rest, part.count == 4, ignore_case_, &size);
      at += size;
      return out.month.has_value();
    case 'E':
    case 'e':
      out.weekday = NameAt(kDays, rest, part.count == 4, ignore_case_, &size);
      at += size;
      return out.weekday.has_value();
    case 'd':
      return digits(out.day, 2);
    case 'D':
      return digits(out.day_of_year, 3);
    case 'H':
      return digits(out.hour, 2);
    case 'k':
      if (!digits(out.hour, 2) || *out.hour < 1 || *out.hour > 24) return false;
      *out.hour %= 24;
      return true;
    case 'h':
      return digits(out.half_day_hour, 2) && *out.half_day_hour >= 1;
    case 'K':
      return digits(out.half_day_hour, 2) && *out.half_day_hour <= 11;
    case 'm':
      return digits(out.minute, 2);
    case 's':
      return digits(out.second, 2);
    case 'S': {
      // Up to nine digits, as the default pattern takes fewer than it states.
      const size_t from = at;
      std::optional<int> fraction = Digits(text, at, part.count == 9 ? 1 : part.count, part.count);
      if (!fraction) return false;
      out.nanoseconds = *fraction;
      for (size_t i = at - from; i < 9; ++i) out.nanoseconds *= 10;
      return true;
    }
    case 'n': {
      std::optional<int> nanoseconds = Digits(text, at, 1, 9);
      if (!nanoseconds) return false;
      out.nanoseconds = *nanoseconds;
      return true;
    }
    case 'a': {
      const bool am = StartsWith(rest, "AM", ignore_case_), pm = StartsWith(rest, "PM", ignore_case_);
      if (!am && !pm) return false;
      out.afternoon = pm;
      at += 2;
      return true;
    }
    case 'X':
    case 'x':
      if (part.letter == 'X' && rest.starts_with('Z')) {
        out.zone = TimeZone{};
        ++at;
        return true;
      }
      out.zone = Offset(text, at, part.count == 3 || part.count == 5, part.count == 1 ? 1 : 2, part.count > 3 ? 3 : 2);
      return out.zone.has_value();
    case 'Z':
      if (part.count == 5 && rest.starts_with('Z')) {
        out.zone = TimeZone{};
        ++at;
        return true;
      }
      out.zone = Offset(text, at, part.count == 5, 2, 2);
      return out.zone.has_value();
    case 'z':
    case 'V':
    case 'O': {
      // "UTC", "GMT+2", "+02:00"; other names of zones are none here.
      size_t end = at;
      while (end < text.size() && (IsAsciiAlnum(text[end]) || std::string_view("+-:/_").find(text[end]) != text.npos))
        ++end;
      out.zone = end > at ? ParseTimeZone(text.substr(at, end - at)) : std::nullopt;
      at = end;
      return out.zone.has_value();
    }
    default:
      return false;
  }
}

std::optional<TimeParts> TimePattern::Match(std::string_view text) const {
  TimeParts parts;
  size_t at = 0;
  if (!MatchParts(parts_, text, at, parts) || at != text.size()) return std::nullopt;
  return parts;
}

}  // namespace quarry

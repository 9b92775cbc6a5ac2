// not registered: time texts behind the functions of this folder
#include "functions/library/cql/time_text.h"

#include <charconv>
#include <cstdio>

#include "base/ascii.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr std::string_view kLetters = "HIklMSLNpzZsQBbhAaCYyjmdeRTrDFc";
constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view kDays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

std::string Padded(int64_t number, size_t width) {
  std::string digits = std::to_string(number < 0 ? -number : number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return number < 0 ? "-" + digits : digits;
}

}  // namespace

std::optional<TimeZone> ParseTimeZone(std::string_view text) {
  for (std::string_view prefix : {"UTC", "GMT"}) {
    if (text.size() >= 3 && EqualsIgnoreAsciiCase(text.substr(0, 3), prefix)) {
      text.remove_prefix(3);
      break;
    }
  }
  if (text.empty() || text == "Z" || text == "z") return TimeZone{};
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const bool west = text[0] == '-';
  std::string digits;
  for (char c : text.substr(1)) {
    if (IsAsciiDigit(c))
      digits += c;
    else if (c != ':')
      return std::nullopt;
  }
  int hours = 0, minutes = 0;
  if (digits.size() == 1 || digits.size() == 2) {
    hours = std::stoi(digits);
  } else if (digits.size() == 4) {
    hours = std::stoi(digits.substr(0, 2));
    minutes = std::stoi(digits.substr(2));
  } else {
    return std::nullopt;
  }
  if (hours > 18 || minutes > 59) return std::nullopt;
  const int offset = hours * 60 + minutes;
  return TimeZone{west ? -offset : offset};
}

bool IsTimeLetter(char letter) {
  return kLetters.find(letter) != std::string_view::npos;
}

std::string FormatTimeLetter(char letter, int64_t milliseconds, TimeZone zone) {
  const int64_t local = milliseconds + zone.minutes * int64_t{60'000};
  const int64_t ticks = kUnixEpochTicks + local * kTicksPerMillisecond;
  const CivilTime t = ToCivil(ticks);
  const int hour12 = t.hour % 12 == 0 ? 12 : t.hour % 12;
  const auto part = [&](std::string_view pattern) { return FormatTimePattern(pattern, milliseconds, zone); };
  // 0001-01-01, day 0, was a Monday.
  const std::string_view day = kDays[ticks / kTicksPerDay % 7];
  switch (letter) {
    case 'H':
      return Padded(t.hour, 2);
    case 'I':
      return Padded(hour12, 2);
    case 'k':
      return Padded(t.hour, 1);
    case 'l':
      return Padded(hour12, 1);
    case 'M':
      return Padded(t.minute, 2);
    case 'S':
      return Padded(t.second, 2);
    case 'L':
      return Padded(t.ticks / kTicksPerMillisecond, 3);
    case 'N':
      return Padded(int64_t{t.ticks} * 100, 9);
    case 'p':
      return t.hour < 12 ? "am" : "pm";
    case 'z': {
      const int offset = zone.minutes < 0 ? -zone.minutes : zone.minutes;
      return (zone.minutes < 0 ? "-" : "+") + Padded(offset / 60, 2) + Padded(offset % 60, 2);
    }
    case 'Z': {
      if (zone.minutes == 0) return "UTC";
      const int offset = zone.minutes < 0 ? -zone.minutes : zone.minutes;
      return (zone.minutes < 0 ? "-" : "+") + Padded(offset / 60, 2) + ":" + Padded(offset % 60, 2);
    }
    case 's':
      return std::to_string(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000);
    case 'Q':
      return std::to_string(milliseconds);
    case 'B':
      return std::string(kMonths[t.month - 1]);
    case 'b':
    case 'h':
      return std::string(kMonths[t.month - 1].substr(0, 3));
    case 'A':
      return std::string(day);
    case 'a':
      return std::string(day.substr(0, 3));
    case 'C':
      return Padded(t.year / 100, 2);
    case 'Y':
      return Padded(t.year, 4);
    case 'y':
      return Padded(t.year % 100, 2);
    case 'j':
      return Padded((ticks - FromCivil({.year = t.year})) / kTicksPerDay + 1, 3);
    case 'm':
      return Padded(t.month, 2);
    case 'd':
      return Padded(t.day, 2);
    case 'e':
      return Padded(t.day, 1);
    case 'R':
      return part("%H:%M");
    case 'T':
      return part("%H:%M:%S");
    case 'r':
      return part("%I:%M:%S ") + (t.hour < 12 ? "AM" : "PM");
    case 'D':
      return part("%m/%d/%y");
    case 'F':
      return part("%Y-%m-%d");
    case 'c':
      return part("%a %b %d %T %Z %Y");
    default:
      return {};
  }
}

std::string FormatTimePattern(std::string_view pattern, int64_t milliseconds, TimeZone zone) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    size_t letter = i + 1;
    if (pattern[letter] == 't' && letter + 1 < pattern.size() && IsTimeLetter(pattern[letter + 1]))
      ++letter;  // Java's %tY
    if (IsTimeLetter(pattern[letter])) {
      out += FormatTimeLetter(pattern[letter], milliseconds, zone);
      i = letter;
    } else if (pattern[i + 1] == '%') {
      out += '%';
      ++i;
    } else if (pattern[i + 1] == 'n') {
      out += '\n';
      ++i;
    } else {
      out += '%';
    }
  }
  return out;
}

std::string FormatDurationText(int64_t milliseconds, int precision) {
  static constexpr struct {
    int64_t size;
    std::string_view unit;
  } kUnits[] = {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1000, "s"}, {1, "ms"}};
  const bool negative = milliseconds < 0;
  uint64_t rest = negative ? ~static_cast<uint64_t>(milliseconds) + 1 : static_cast<uint64_t>(milliseconds);
  std::string out;
  int units = 0;
  for (const auto& unit : kUnits) {
    const uint64_t count = rest / static_cast<uint64_t>(unit.size);
    if (count == 0) continue;
    if (precision > 0 && units == precision) break;
    rest -= count * static_cast<uint64_t>(unit.size);
    out += std::to_string(count) + std::string(unit.unit);
    ++units;
  }
  if (out.empty()) out = "0ms";
  return negative ? "-" + out : out;
}

}  // namespace quarry

// The lenient parsers of datetime and timespan text: what KQL's datetime(), todatetime(), timespan() and
// totimespan() take beyond the canonical form. Entries: ParseDateTime, ParseTimeSpan.
#include <cmath>

#include "base/ascii.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {

namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Month by its English name, whole or the first three letters; 0 when it is none.
int MonthOf(std::string_view word) {
  constexpr std::string_view kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                          "july",    "august",   "september", "october", "november", "december"};
  for (int i = 0; i < 12; ++i)
    if (EqualsIgnoreAsciiCase(word, kMonths[i]) || EqualsIgnoreAsciiCase(word, kMonths[i].substr(0, 3))) return i + 1;
  return 0;
}

bool IsWeekday(std::string_view word) {
  constexpr std::string_view kDays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  for (std::string_view day : kDays)
    if (EqualsIgnoreAsciiCase(word, day) || EqualsIgnoreAsciiCase(word, day.substr(0, 3))) return true;
  return false;
}

// Reads text from left to right; every member says whether it advanced.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool Take(char c) { return peek() == c && !at_end() ? (++at_, true) : false; }
  bool SkipSpaces() {
    const size_t from = at_;
    while (!at_end() && IsAsciiSpace(text_[at_])) ++at_;
    return at_ != from;
  }
  std::string_view Word() {
    const size_t from = at_;
    while (!at_end() && IsAsciiAlpha(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }
  // A run of up to `most` digits; its length (0: none).
  int Number(int most, int* value) {
    int count = 0;
    *value = 0;
    while (count < most && IsAsciiDigit(peek())) {
      *value = *value * 10 + (text_[at_++] - '0');
      ++count;
    }
    return count;
  }
  // Digits after a point as ticks; those below a tick are dropped. False when there is none.
  bool Fraction(int32_t* ticks) {
    int32_t scale = 1'000'000;
    bool any = false;
    *ticks = 0;
    while (IsAsciiDigit(peek())) {
      *ticks += (text_[at_++] - '0') * scale;
      scale /= 10;
      any = true;
    }
    return any;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

int FullYear(int year, int digits) {
  return digits > 2 ? year : year < 30 ? 2000 + year : 1900 + year;
}

// "2024-05-01", "2024/5/1", "2024-05", "2024", "05/01/2024", "5-1-2024" (month first), "1 May 2024", "01-May-24", "May
// 1, 2024".
bool ReadDate(Cursor& in, CivilTime& civil) {
  int first = 0;
  if (IsAsciiAlpha(in.peek())) {
    std::string_view word = in.Word();
    if (IsWeekday(word)) {
      in.Take(',');
      in.SkipSpaces();
      if (IsAsciiAlpha(in.peek()))
        word = in.Word();
      else
        word = {};
    }
    if (!word.empty()) {  // May 1, 2024
      civil.month = MonthOf(word);
      int digits = 0;
      if (civil.month == 0 || !in.SkipSpaces() || in.Number(2, &civil.day) == 0) return false;
      in.Take(',');
      in.SkipSpaces();
      digits = in.Number(4, &civil.year);
      return digits == 4;
    }
  }
  const int digits = in.Number(4, &first);
  if (digits == 0) return false;
  const char separator = in.peek();
  if (digits == 4) {
    civil.year = first;
    if (in.at_end()) return true;
    if (separator != '-' && separator != '/') return false;
    in.Take(separator);
    if (in.Number(2, &civil.month) == 0) return false;
    if (in.at_end()) return true;
    return in.Take(separator) && in.Number(2, &civil.day) != 0;
  }
  if (digits > 2) return false;
  if (separator == '-' || separator == '/' || separator == ' ') {
    in.Take(separator);
    if (IsAsciiAlpha(in.peek())) {  // day, month name, year
      civil.day = first;
      civil.month = MonthOf(in.Word());
      if (civil.month == 0 || !in.Take(separator)) return false;
      const int year_digits = in.Number(4, &civil.year);
      if (year_digits != 2 && year_digits != 4) return false;
      civil.year = FullYear(civil.year, year_digits);
      return true;
    }
    if (separator == ' ') return false;
    civil.month = first;
    return in.Number(2, &civil.day) != 0 && in.Take(separator) && in.Number(4, &civil.year) == 4;
  }
  return false;
}

bool ReadTime(Cursor& in, CivilTime& civil) {
  if (in.Number(2, &civil.hour) == 0 || !in.Take(':') || in.Number(2, &civil.minute) == 0) return false;
  if (in.Take(':')) {
    if (in.Number(2, &civil.second) == 0) return false;
    if (in.Take('.') && !in.Fraction(&civil.ticks)) return false;
  }
  return true;
}

bool ReadZone(Cursor& in, int64_t* offset) {
  if (in.at_end()) return true;
  const char sign = in.peek();
  if (sign == '+' || sign == '-') {
    in.Take(sign);
    int hours = 0, minutes = 0;
    const int digits = in.Number(2, &hours);
    if (digits == 0) return false;
    in.Take(':');
    if (!in.at_end() && in.Number(2, &minutes) != 2) return false;
    if (hours > 14 || minutes > 59) return false;
    *offset = (hours * kTicksPerHour + minutes * kTicksPerMinute) * (sign == '-' ? -1 : 1);
    return in.at_end();
  }
  const std::string_view word = in.Word();
  return in.at_end() &&
         (EqualsIgnoreAsciiCase(word, "z") || EqualsIgnoreAsciiCase(word, "utc") || EqualsIgnoreAsciiCase(word, "gmt"));
}

}  // namespace

std::optional<int64_t> ParseDateTime(std::string_view text) {
  text = Trimmed(text);
  if (const auto canonical = ParseIsoDateTime(text)) return canonical;
  Cursor in(text);
  CivilTime civil;
  if (!ReadDate(in, civil)) return std::nullopt;
  int64_t offset = 0;
  if (!in.at_end()) {
    const bool marked = in.Take('T') || in.Take('t');
    const bool spaced = !marked && in.SkipSpaces();
    if (marked || (spaced && IsAsciiDigit(in.peek()))) {
      if (!ReadTime(in, civil)) return std::nullopt;
      in.SkipSpaces();
      const char meridiem = AsciiLower(in.peek());
      if (meridiem == 'a' || meridiem == 'p') {
        if (in.Word().size() != 2 || civil.hour < 1 || civil.hour > 12) return std::nullopt;
        civil.hour = civil.hour % 12 + (meridiem == 'p' ? 12 : 0);
        in.SkipSpaces();
      }
    }
    if (!ReadZone(in, &offset)) return std::nullopt;
  }
  if (civil.year < 1 || civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.hour > 23 || civil.minute > 59 ||
      civil.second > 59 || civil.day > DaysInMonth(civil.year, civil.month)) {
    return std::nullopt;
  }
  const int64_t ticks = FromCivil(civil) - offset;
  if (ticks < 0 || ticks > kMaxDateTimeTicks) return std::nullopt;
  return ticks;
}

namespace {

struct Unit {
  std::string_view name;
  double ticks;
};
constexpr Unit kUnits[] = {{"d", kTicksPerDay},
                           {"day", kTicksPerDay},
                           {"days", kTicksPerDay},
                           {"h", kTicksPerHour},
                           {"hr", kTicksPerHour},
                           {"hrs", kTicksPerHour},
                           {"hour", kTicksPerHour},
                           {"hours", kTicksPerHour},
                           {"m", kTicksPerMinute},
                           {"min", kTicksPerMinute},
                           {"minute", kTicksPerMinute},
                           {"minutes", kTicksPerMinute},
                           {"s", kTicksPerSecond},
                           {"sec", kTicksPerSecond},
                           {"second", kTicksPerSecond},
                           {"seconds", kTicksPerSecond},
                           {"ms", kTicksPerMillisecond},
                           {"milli", kTicksPerMillisecond},
                           {"millis", kTicksPerMillisecond},
                           {"millisecond", kTicksPerMillisecond},
                           {"milliseconds", kTicksPerMillisecond},
                           {"micro", kTicksPerMicrosecond},
                           {"micros", kTicksPerMicrosecond},
                           {"microsecond", kTicksPerMicrosecond},
                           {"microseconds", kTicksPerMicrosecond},
                           {"nano", 0.01},
                           {"nanos", 0.01},
                           {"nanosecond", 0.01},
                           {"nanoseconds", 0.01},
                           {"tick", 1},
                           {"ticks", 1}};

// "[d.]hh:mm[:ss[.fffffff]]" or "d:hh:mm:ss[.fffffff]".
std::optional<int64_t> ParseClock(std::string_view text) {
  Cursor in(text);
  int parts[4] = {};
  int count = 0;
  bool days = false;
  int32_t ticks = 0;
  while (true) {
    if (count == 4 || in.Number(8, &parts[count++]) == 0) return std::nullopt;
    if (in.at_end()) break;
    if (in.Take(':')) continue;
    if (!in.Take('.')) return std::nullopt;
    if (count == 1) {
      days = true;
      continue;
    }
    if (!in.Fraction(&ticks) || !in.at_end()) return std::nullopt;
    break;
  }
  if (count == 4) days = true;
  const int* clock = parts + (days ? 1 : 0);
  const int clock_parts = count - (days ? 1 : 0);
  if (clock_parts < 2 || (ticks != 0 && clock_parts < 3)) return std::nullopt;
  if (clock[0] > 23 || clock[1] > 59 || (clock_parts > 2 && clock[2] > 59)) return std::nullopt;
  const int64_t day_count = days ? parts[0] : 0;
  if (day_count > 10'675'198) return std::nullopt;  // what fits in 64 bits of ticks
  return day_count * kTicksPerDay + clock[0] * kTicksPerHour + clock[1] * kTicksPerMinute +
         (clock_parts > 2 ? clock[2] * kTicksPerSecond : 0) + ticks;
}

}  // namespace

std::optional<int64_t> ParseTimeSpan(std::string_view text) {
  text = Trimmed(text);
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || (!IsAsciiDigit(text[0]) && text[0] != '.')) return std::nullopt;
  if (text.find(':') != std::string_view::npos) {
    const auto clock = ParseClock(text);
    return clock ? std::optional(negative ? -*clock : *clock) : std::nullopt;
  }
  size_t digits = 0;
  while (digits < text.size() && (IsAsciiDigit(text[digits]) || text[digits] == '.')) ++digits;
  const auto amount = ParseReal(text.substr(0, digits));
  if (!amount) return std::nullopt;
  const std::string_view unit = Trimmed(text.substr(digits));
  double scale = 0;
  if (unit.empty()) scale = kTicksPerDay;  // a bare number counts days
  for (const Unit& known : kUnits)
    if (EqualsIgnoreAsciiCase(unit, known.name)) scale = known.ticks;
  if (scale == 0) return std::nullopt;
  // Whole amounts are multiplied as integers: doubles lose ticks beyond 2^53.
  const auto whole = ParseInteger(text.substr(0, digits));
  int64_t ticks = 0;
  if (whole && scale >= 1) {
    if (__builtin_mul_overflow(*whole, static_cast<int64_t>(scale), &ticks)) return std::nullopt;
  } else {
    const double product = *amount * scale;
    if (!(product < 9.2e18)) return std::nullopt;
    ticks = static_cast<int64_t>(std::llround(product));
  }
  return negative ? -ticks : ticks;
}

}  // namespace quarry

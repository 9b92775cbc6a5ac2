// The calendar and the canonical texts. The lenient parsers stand in ticks_parse.cc.
#include "types/ticks.h"

#include <cstdlib>

#include "base/ascii.h"

namespace quarry {

namespace {

constexpr int64_t kDaysPer400Years = 146'097;
// Days from 0001-01-01 to the first of March of year 0, from which the arithmetic below counts.
constexpr int64_t kMarchYearZero = 306;

// Days since 0001-01-01. Years are taken to start in March, so that the leap day is their last one.
int64_t DaysFromCivil(int year, int month, int day) {
  const int64_t y = month <= 2 ? year - 1 : year;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPer400Years + day_of_era - kMarchYearZero;
}

void AppendPadded(std::string& out, int64_t value, int digits) {
  char buffer[20];
  int at = digits;
  while (at > 0) {
    buffer[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(buffer, static_cast<size_t>(digits));
}

// The number that `count` digits at `text` make, or -1.
inline int Digits(const char* text, int count) {
  int value = 0;
  for (int i = 0; i < count; ++i) {
    const unsigned digit = static_cast<unsigned char>(text[i]) - '0';
    if (digit > 9) return -1;
    value = value * 10 + static_cast<int>(digit);
  }
  return value;
}

}  // namespace

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

CivilTime ToCivil(int64_t datetime) {
  int64_t days = datetime / kTicksPerDay;
  int64_t rest = datetime % kTicksPerDay;
  if (rest < 0) {
    rest += kTicksPerDay;
    --days;
  }
  const int64_t shifted = days + kMarchYearZero;
  const int64_t era = (shifted >= 0 ? shifted : shifted - (kDaysPer400Years - 1)) / kDaysPer400Years;
  const int64_t day_of_era = shifted - era * kDaysPer400Years;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month_index = (5 * day_of_year + 2) / 153;
  CivilTime civil;
  civil.day = static_cast<int>(day_of_year - (153 * month_index + 2) / 5 + 1);
  civil.month = static_cast<int>(month_index < 10 ? month_index + 3 : month_index - 9);
  civil.year = static_cast<int>(year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0));
  civil.hour = static_cast<int>(rest / kTicksPerHour);
  civil.minute = static_cast<int>(rest / kTicksPerMinute % 60);
  civil.second = static_cast<int>(rest / kTicksPerSecond % 60);
  civil.ticks = static_cast<int32_t>(rest % kTicksPerSecond);
  return civil;
}

int64_t FromCivil(const CivilTime& civil) {
  return DaysFromCivil(civil.year, civil.month, civil.day) * kTicksPerDay + civil.hour * kTicksPerHour +
         civil.minute * kTicksPerMinute + civil.second * kTicksPerSecond + civil.ticks;
}

std::optional<int64_t> ParseIsoDateTime(std::string_view text) {
  if (text.size() < 19) return std::nullopt;
  const char* p = text.data();
  if (p[4] != '-' || p[7] != '-' || (p[10] != 'T' && p[10] != ' ') || p[13] != ':' || p[16] != ':') return std::nullopt;
  CivilTime civil;
  civil.year = Digits(p, 4);
  civil.month = Digits(p + 5, 2);
  civil.day = Digits(p + 8, 2);
  civil.hour = Digits(p + 11, 2);
  civil.minute = Digits(p + 14, 2);
  civil.second = Digits(p + 17, 2);
  // A digit that is missing gives -1 and fails one of these.
  if (civil.year < 1 || civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.hour < 0 || civil.hour > 23 ||
      civil.minute < 0 || civil.minute > 59 || civil.second < 0 || civil.second > 59 ||
      civil.day > DaysInMonth(civil.year, civil.month)) {
    return std::nullopt;
  }
  size_t at = 19;
  if (at < text.size() && p[at] == '.') {
    int32_t scale = 1'000'000;
    const size_t first = ++at;
    while (at < text.size() && IsAsciiDigit(p[at])) {
      civil.ticks += (p[at] - '0') * scale;  // digits after the seventh are below a tick
      scale /= 10;
      ++at;
    }
    if (at == first || at - first > 9) return std::nullopt;
  }
  int64_t offset = 0;
  if (at < text.size()) {
    const char zone = p[at++];
    if (zone == '+' || zone == '-') {
      const size_t left = text.size() - at;
      if (left < 2) return std::nullopt;
      const int hours = Digits(p + at, 2);
      int minutes = 0;
      if (left == 5 && p[at + 2] == ':')
        minutes = Digits(p + at + 3, 2);
      else if (left == 4)
        minutes = Digits(p + at + 2, 2);
      else if (left != 2)
        return std::nullopt;
      if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
      offset = hours * kTicksPerHour + minutes * kTicksPerMinute;
      if (zone == '-') offset = -offset;
    } else if ((zone != 'Z' && zone != 'z') || at != text.size()) {
      return std::nullopt;
    }
  }
  const int64_t ticks = FromCivil(civil) - offset;
  if (ticks < 0 || ticks > kMaxDateTimeTicks) return std::nullopt;
  return ticks;
}

std::string FormatDateTime(int64_t datetime) {
  const CivilTime civil = ToCivil(datetime);
  std::string out;
  out.reserve(28);
  AppendPadded(out, civil.year, 4);
  out += '-';
  AppendPadded(out, civil.month, 2);
  out += '-';
  AppendPadded(out, civil.day, 2);
  out += 'T';
  AppendPadded(out, civil.hour, 2);
  out += ':';
  AppendPadded(out, civil.minute, 2);
  out += ':';
  AppendPadded(out, civil.second, 2);
  out += '.';
  AppendPadded(out, civil.ticks, 7);
  out += 'Z';
  return out;
}

std::string FormatTimeSpan(int64_t timespan) {
  std::string out;
  // The magnitude as unsigned: the smallest int64 has no positive counterpart.
  uint64_t left = static_cast<uint64_t>(timespan);
  if (timespan < 0) {
    out += '-';
    left = 0 - left;
  }
  constexpr uint64_t kDay = kTicksPerDay;
  if (left >= kDay) {
    out += std::to_string(left / kDay);
    out += '.';
    left %= kDay;
  }
  AppendPadded(out, static_cast<int64_t>(left / kTicksPerHour), 2);
  out += ':';
  AppendPadded(out, static_cast<int64_t>(left / kTicksPerMinute % 60), 2);
  out += ':';
  AppendPadded(out, static_cast<int64_t>(left / kTicksPerSecond % 60), 2);
  if (const uint64_t ticks = left % kTicksPerSecond) {
    out += '.';
    AppendPadded(out, static_cast<int64_t>(ticks), 7);
  }
  return out;
}

}  // namespace quarry

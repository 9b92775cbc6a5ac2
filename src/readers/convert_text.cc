// External entries: ConvertText, TicksOfEpochText, ValidUtf8.
#include "readers/convert_text.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "base/ascii.h"
#include "base/utf8.h"
#include "scan/kernels/utf8_check.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {

namespace {
bool IsPlainDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  size_t digits = 0, points = 0;
  for (const char c : text) {
    if (c == '.')
      ++points;
    else if (IsAsciiDigit(c))
      ++digits;
    else
      return false;
  }
  return digits > 0 && points <= 1;
}

Cell ConvertInteger(std::string_view text, Type type) {
  std::optional<int64_t> value = ParseInteger(text);
  if (!value) {
    // "443.0" and "1e3" are integers, too; 2^53 bounds what a double holds exactly.
    const std::optional<double> real = ParseReal(text);
    if (!real || std::abs(*real) > 9007199254740992.0 || std::trunc(*real) != *real) return Cell::Null();
    value = static_cast<int64_t>(*real);
  }
  if (type == Type::kInt &&
      (*value < std::numeric_limits<int32_t>::min() || *value > std::numeric_limits<int32_t>::max())) {
    return Cell::Null();
  }
  return Cell::Integer(*value);
}

Cell ConvertGuid(std::string_view text, Arena& arena) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return Cell::Null();
  bool lowered = true;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = AsciiLower(text[i]);
    if (dash ? c != '-' : !(IsAsciiDigit(c) || (c >= 'a' && c <= 'f'))) return Cell::Null();
    lowered &= c == text[i];
  }
  return Cell::Text(lowered ? text : arena.Copy(AsciiLowered(text)));
}

Cell ConvertDynamic(std::string_view text, Arena& arena) {
  if (!text.empty() && (text.front() == '{' || text.front() == '[')) {
    if (const std::optional<std::string> json = CompactJson(text)) return Cell::Text(arena.Copy(*json));
  }
  std::string json;
  AppendJsonString(text, json);
  return Cell::Text(arena.Copy(json));
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}
}  // namespace

std::optional<int64_t> TicksOfEpochText(std::string_view number) {
  const bool negative = number.starts_with('-');
  if (negative) number.remove_prefix(1);
  const size_t point = number.find('.');
  const std::string_view whole_text = number.substr(0, point);
  if (whole_text.empty() || whole_text.size() > 19 || !IsPlainDecimal(number) || whole_text.starts_with('-'))
    return std::nullopt;
  const std::optional<int64_t> whole = ParseInteger(whole_text);
  if (!whole) return std::nullopt;
  const double magnitude = static_cast<double>(*whole);
  int64_t ticks;
  if (magnitude >= 1e18) {
    ticks = *whole / 100;
  } else if (magnitude >= 1e17) {
    return std::nullopt;  // neither nanoseconds of our times nor anything else without doubt
  } else {
    const int64_t unit = magnitude < 1e11   ? kTicksPerSecond
                         : magnitude < 1e14 ? kTicksPerMillisecond
                                            : kTicksPerMicrosecond;
    ticks = *whole * unit;
    int64_t weight = unit / 10;
    if (point != std::string_view::npos) {
      for (size_t i = point + 1; i < number.size() && weight > 0; ++i, weight /= 10)
        ticks += (number[i] - '0') * weight;
    }
  }
  const int64_t result = kUnixEpochTicks + (negative ? -ticks : ticks);
  if (result < 0 || result > kMaxDateTimeTicks) return std::nullopt;
  return result;
}

std::optional<int64_t> IsoDateTimes::Read(std::string_view text) {
  constexpr size_t kDate = 10, kTime = 19;
  if (text.size() < kTime) return std::nullopt;
  const char* const p = text.data();
  uint64_t head, clock;
  uint16_t tail;
  std::memcpy(&head, p, 8);
  std::memcpy(&tail, p + 8, 2);
  std::memcpy(&clock, p + 11, 8);
  Date& date = dates_[static_cast<unsigned char>(p[kDate - 1]) % kDates];
  if (head != date.head || tail != date.tail || date.ticks < 0) {
    const std::optional<int64_t> day = ParseIsoDateTime(std::string(p, kDate) + "T00:00:00");
    if (!day) return std::nullopt;
    date = {head, tail, *day};
  }
  // "hh:mm:ss": two digits, a colon, and so on; then each pair of digits as a number in its first byte.
  constexpr uint64_t kForm = 0x30303a30303a3030u, kColons = 0x0000ff0000ff0000u, kTops = 0x8080808080808080u;
  const uint64_t digits = clock ^ kForm;
  if (((digits | (digits + 0x7676767676767676u)) & kTops) != 0 || (digits & kColons) != 0) return std::nullopt;
  const uint64_t pairs = digits * 10 + (digits >> 8);
  const int64_t hour = pairs & 0xff, minute = pairs >> 24 & 0xff, second = pairs >> 48 & 0xff;
  if ((p[kDate] != 'T' && p[kDate] != ' ') || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  int64_t ticks = date.ticks + hour * kTicksPerHour + minute * kTicksPerMinute + second * kTicksPerSecond;
  size_t at = kTime;
  if (at < text.size() && p[at] == '.') {
    const size_t first = ++at;
    int64_t fraction = 0;
    for (; at < text.size() && IsAsciiDigit(p[at]); ++at) {
      if (at - first < 7) fraction = fraction * 10 + (p[at] - '0');
    }
    const size_t count = at - first;
    constexpr int64_t kScale[] = {0, 1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
    if (count == 0 || count > 9) return std::nullopt;
    ticks += fraction * kScale[std::min<size_t>(count, 7)];
  }
  if (at == text.size() || (at + 1 == text.size() && (p[at] | 0x20) == 'z')) return ticks;
  return ParseIsoDateTime(text);
}

Cell ConvertText(std::string_view text, Type type, Arena& arena) {
  if (type == Type::kString) return Cell::Text(text);
  if (type == Type::kDynamic) return ConvertDynamic(text, arena);
  if (type == Type::kDateTime) {
    std::optional<int64_t> ticks = ParseIsoDateTime(text);
    if (!ticks) {
      const std::string_view trimmed = Trimmed(text);
      ticks = TicksOfEpochText(trimmed);
      if (!ticks) ticks = ParseDateTime(trimmed);
      // Portals export "5/1/2024, 10:00:00.123 AM".
      const size_t comma = trimmed.find(',');
      if (!ticks && comma != std::string_view::npos && trimmed.find('/') < comma) {
        ticks = ParseDateTime(std::string(trimmed.substr(0, comma)).append(trimmed.substr(comma + 1)));
      }
    }
    return ticks ? Cell::Integer(*ticks) : Cell::Null();
  }
  text = Trimmed(text);
  switch (type) {
    case Type::kBool:
      if (EqualsIgnoreAsciiCase(text, "true") || text == "1") return Cell::Bool(true);
      if (EqualsIgnoreAsciiCase(text, "false") || text == "0") return Cell::Bool(false);
      return Cell::Null();
    case Type::kInt:
    case Type::kLong:
      return ConvertInteger(text, type);
    case Type::kReal: {
      const std::optional<double> value = ParseReal(text);
      return value ? Cell::Real(*value) : Cell::Null();
    }
    case Type::kDecimal:
      return IsPlainDecimal(text) ? Cell::Text(text) : Cell::Null();
    case Type::kTimeSpan: {
      const std::optional<int64_t> value = ParseTimeSpan(text);
      return value ? Cell::Integer(*value) : Cell::Null();
    }
    case Type::kGuid:
      return ConvertGuid(text, arena);
    default:
      return Cell::Null();
  }
}

std::string_view ValidUtf8(std::string_view text, Arena& arena) {
  if (IsUtf8(text)) return text;
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    const size_t from = at;
    if (NextCodePoint(text, at) >= 0) {
      out.append(text, from, at - from);
    } else {
      out += "\xef\xbf\xbd";
      ++at;
    }
  }
  return arena.Copy(out);
}

}  // namespace quarry

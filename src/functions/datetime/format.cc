#include "functions/datetime/format.h"

#include "base/ascii.h"
#include "types/ticks.h"

namespace quarry {

namespace {

void AppendPadded(int64_t value, size_t width, std::string& out) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

// The first `count` digits of the fraction; without zeros at the end for F.
void AppendFraction(int32_t ticks, size_t count, bool trim, std::string& out) {
  std::string digits;
  AppendPadded(ticks, 7, digits);
  digits.resize(count);
  if (trim)
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
  out += digits;
}

}  // namespace

bool FormatTime(std::string_view format, int64_t ticks, TimeFormatKind kind, std::string& out) {
  const bool is_date = kind == TimeFormatKind::kDateTime;
  int64_t days = 0;
  if (!is_date) {
    // A timespan has a clock as a time of day has; its sign is not shown.
    const uint64_t magnitude = ticks < 0 ? 0 - static_cast<uint64_t>(ticks) : static_cast<uint64_t>(ticks);
    days = static_cast<int64_t>(magnitude / kTicksPerDay);
    ticks = static_cast<int64_t>(magnitude % kTicksPerDay);
  }
  const CivilTime civil = ToCivil(ticks);
  for (size_t i = 0; i < format.size();) {
    const char c = format[i];
    size_t run = 1;
    while (i + run < format.size() && format[i + run] == c) ++run;
    i += run;
    if (!IsAsciiAlpha(c)) {
      if (std::string_view("/-:,. _[]").find(c) == std::string_view::npos) return false;
      out.append(run, c);
      continue;
    }
    switch (c) {
      case 'y':
        if (!is_date || (run > 2 && run != 4)) return false;
        AppendPadded(run == 4 ? civil.year : civil.year % 100, run, out);
        break;
      case 'M':
        if (!is_date || run > 2) return false;
        AppendPadded(civil.month, run, out);
        break;
      case 'd':
        if (run > (is_date ? 2 : 8)) return false;
        AppendPadded(is_date ? civil.day : days, run, out);
        break;
      case 'H':
        if (run > 2) return false;
        AppendPadded(civil.hour, run, out);
        break;
      case 'h':
        if (run > 2) return false;
        AppendPadded(is_date ? (civil.hour + 11) % 12 + 1 : civil.hour, run, out);
        break;
      case 'm':
        if (run > 2) return false;
        AppendPadded(civil.minute, run, out);
        break;
      case 's':
        if (run > 2) return false;
        AppendPadded(civil.second, run, out);
        break;
      case 'f':
      case 'F':
        if (run > 7) return false;
        AppendFraction(civil.ticks, run, c == 'F', out);
        break;
      case 't':
        if (!is_date || run != 2) return false;
        out += civil.hour < 12 ? "AM" : "PM";
        break;
      default:
        return false;
    }
  }
  return true;
}

Result<std::unique_ptr<const CallState>> PrepareTimeFormat(const PrepareCall& call, TimeFormatKind kind) {
  std::string ignored;
  if (call.constants[1] && !FormatTime(call.constants[1]->text(), 0, kind, ignored))
    return Error{"`" + call.constants[1]->text() + "` is no format that the function takes"};
  return std::unique_ptr<const CallState>();
}

}  // namespace quarry

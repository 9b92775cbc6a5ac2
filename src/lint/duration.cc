#include "lint/duration.h"

#include "base/ascii.h"
#include "types/ticks.h"

namespace quarry {

std::optional<int64_t> ReadDuration(std::string_view text) {
  if (text.starts_with("P") || text.starts_with("p")) text.remove_prefix(1);
  if (text.starts_with("T") || text.starts_with("t")) text.remove_prefix(1);
  int64_t number = 0;
  size_t at = 0;
  while (at < text.size() && IsAsciiDigit(text[at]) && number < 100000) number = number * 10 + (text[at++] - '0');
  if (at == 0 || at + 1 != text.size()) return std::nullopt;
  switch (AsciiLower(text[at])) {
    case 'd':
      return number * kTicksPerDay;
    case 'h':
      return number * kTicksPerHour;
    case 'm':
      return number * kTicksPerMinute;
    default:
      return std::nullopt;
  }
}

}  // namespace quarry

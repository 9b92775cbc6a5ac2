// External entries: IndexedText, IndexedValues.
#include "readers/index/indexed_text.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "readers/convert_text.h"
#include "types/ticks.h"

namespace quarry {

namespace {
// Share of a filter's bits that are set: with so many, a literal of eight grams of which three occur anyway is found by
// chance in one block of 400.
constexpr double kDensity = 0.3;

// Digits with at most one point, nine to sixteen of them before it: a count since 1970 in seconds, milliseconds or
// microseconds, for whoever reads it.
bool IsEpochCount(std::string_view text) {
  size_t whole = 0;
  while (whole < text.size() && IsAsciiDigit(text[whole])) ++whole;
  if (whole < 9 || whole > 16 || text.size() > 32) return false;
  if (whole == text.size()) return true;
  if (text[whole] != '.' || whole + 1 == text.size()) return false;
  return std::all_of(text.begin() + static_cast<ptrdiff_t>(whole) + 1, text.end(), IsAsciiDigit);
}

int HexQuad(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    const char lower = AsciiLower(c);
    const int digit = IsAsciiDigit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
}  // namespace

void IndexedText::Add(std::string_view text, bool may_escape) {
  grams_.Add(text);
  if (!may_escape) return;
  // Also escapes of escapes: text in text.
  for (size_t at = 0; at + 6 <= text.size(); ++at) {
    const void* const found = std::memchr(text.data() + at, '\\', text.size() - at);
    if (found == nullptr) return;
    at = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    if (at + 6 > text.size() || text[at + 1] != 'u') continue;
    const int code = HexQuad(text.substr(at + 2, 4));
    if (code >= 0) escapes_.Add(code);
  }
}

void IndexedText::Finish(BlockSummary& summary) {
  grams_.Finish(common_, kDensity, summary.filter);
  summary.escapes = std::exchange(escapes_, {});
}

void IndexedValues::Add(std::string_view text) {
  if (!only_times) return;
  std::optional<int64_t> ticks;
  if (text.size() >= 10 && text[4] == '-')
    ticks = ParseIsoDateTime(text);
  else if (IsEpochCount(text))
    ticks = TicksOfEpochText(text);
  if (!ticks) {
    only_times = false;
    return;
  }
  time.least = std::min(time.least, *ticks);
  time.greatest = std::max(time.greatest, *ticks);
}

}  // namespace quarry

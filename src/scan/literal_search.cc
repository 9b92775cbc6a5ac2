// Teddy with eight buckets over the rarest window of each literal. External entry: LiteralSearch::Next.
#include "scan/literal_search.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "base/check.h"

namespace quarry {

namespace {
bool SameIgnoringCase(const char* text, const char* lowered, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    if (AsciiLower(text[i]) != lowered[i]) return false;
  }
  return true;
}

int WindowSurprise(const SearchLiteral& literal, size_t at, size_t length) {
  int sum = 0;
  for (size_t i = at; i < at + length; ++i) {
    const char c = literal.text[i];
    int own = ByteSurprise(static_cast<unsigned char>(c));
    if (literal.ignore_case && IsAsciiAlpha(c)) own = std::min(own, ByteSurprise(static_cast<unsigned char>(AsciiUpper(c))));
    sum += own;
  }
  return sum;
}
}  // namespace

int ByteSurprise(unsigned char byte) {
  const char c = static_cast<char>(byte);
  if (std::strchr("\":,", c) && c != '\0') return 3;
  if (std::strchr("eatrinos", c) && c != '\0') return 4;
  if (c == '\\' || c == '.' || c == ' ' || c == '-') return 5;
  if (std::strchr("cdlmup", c) && c != '\0') return 5;
  if (IsAsciiDigit(c)) return 5;
  if (c == '/' || c == '_' || c == '{' || c == '}') return 6;
  if (c == 'j' || c == 'q' || c == 'z' || c == 'x') return 8;
  if (IsAsciiLower(c)) return 6;
  if (IsAsciiUpper(c)) return std::strchr("JQZXYK", c) ? 9 : 7;
  return 10;
}

LiteralSearch::LiteralSearch(std::vector<SearchLiteral> literals, const KernelTable& kernels)
    : literals_(std::move(literals)), kernels_(&kernels) {
  QUARRY_CHECK(!literals_.empty());
  size_t length = TeddyTables::kMaxLength;
  for (SearchLiteral& literal : literals_) {
    QUARRY_CHECK(!literal.text.empty());
    if (literal.ignore_case) literal.text = AsciiLowered(literal.text);
    length = std::min(length, literal.text.size());
  }
  tables_.length = static_cast<int>(length);

  std::vector<Entry> entries;
  for (size_t i = 0; i < literals_.size(); ++i) {
    size_t best = 0;
    for (size_t at = 1; at + length <= literals_[i].text.size(); ++at) {
      if (WindowSurprise(literals_[i], at, length) > WindowSurprise(literals_[i], best, length)) best = at;
    }
    entries.push_back({i, best});
  }
  // Windows that look alike share a bucket, so that a bucket's tables stay narrow.
  const auto window = [&](const Entry& entry) { return std::string_view(literals_[entry.literal].text).substr(entry.window, length); };
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) { return window(a) < window(b); });
  for (size_t i = 0; i < entries.size(); ++i) {
    const size_t bucket = entries.size() <= 8 ? i : i * 8 / entries.size();
    buckets_[bucket].push_back(entries[i]);
    const uint8_t bit = static_cast<uint8_t>(1u << bucket);
    const std::string_view bytes = window(entries[i]);
    for (size_t j = 0; j < length; ++j) {
      const bool both_cases = literals_[entries[i].literal].ignore_case && IsAsciiAlpha(bytes[j]);
      for (const char c : {bytes[j], both_cases ? AsciiUpper(bytes[j]) : bytes[j]}) {
        tables_.low[j][static_cast<unsigned char>(c) & 15] |= bit;
        tables_.high[j][static_cast<unsigned char>(c) >> 4] |= bit;
      }
    }
  }
}

bool LiteralSearch::MatchesAt(std::string_view text, size_t window_at, const Entry& entry) const {
  const SearchLiteral& literal = literals_[entry.literal];
  if (window_at < entry.window) return false;
  const size_t at = window_at - entry.window;
  if (literal.text.size() > text.size() - at) return false;
  return literal.ignore_case ? SameIgnoringCase(text.data() + at, literal.text.data(), literal.text.size())
                             : std::memcmp(text.data() + at, literal.text.data(), literal.text.size()) == 0;
}

bool LiteralSearch::Next(std::string_view text, size_t* cursor, Match* match) const {
  size_t from = *cursor;
  while (from < text.size()) {
    uint8_t possible = 0;
    const size_t at = kernels_->teddy_find(tables_, text.data(), from, text.size(), &possible);
    if (at == text.size()) break;
    for (; possible != 0; possible = static_cast<uint8_t>(possible & (possible - 1))) {
      for (const Entry& entry : buckets_[static_cast<size_t>(__builtin_ctz(possible))]) {
        if (!MatchesAt(text, at, entry)) continue;
        *match = {at - entry.window, entry.literal};
        *cursor = at + 1;
        return true;
      }
    }
    from = at + 1;
  }
  *cursor = text.size();
  return false;
}

bool ContainsLiteral(std::string_view text, const SearchLiteral& literal) {
  if (!literal.ignore_case) return text.find(literal.text) != std::string_view::npos;
  const size_t size = literal.text.size();
  if (size > text.size()) return false;
  const char first = AsciiLower(literal.text[0]);
  const std::string lowered = AsciiLowered(literal.text);
  for (size_t i = 0; i + size <= text.size(); ++i) {
    if (AsciiLower(text[i]) == first && SameIgnoringCase(text.data() + i, lowered.data(), size)) return true;
  }
  return false;
}

}  // namespace quarry

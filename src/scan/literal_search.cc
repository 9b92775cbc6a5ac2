// Teddy with eight buckets over the rarest window of each literal. External entry: LiteralSearch::Next.
#include "scan/literal_search.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/ascii.h"
#include "base/check.h"

namespace quarry {

namespace {
constexpr size_t kMostLiteralsSampled = 32;  // beyond, choosing by a sample costs more than it saves
constexpr size_t kManyHits = 256;
// So many the buckets hold without hitting everywhere. With more it depends on the text, and with very many they do.
constexpr size_t kFewLiterals = 25, kMostInBuckets = 128;
// Searching so much text costs as much as one hit.
constexpr size_t kBytesWorthAHit = 256;
// Two searches take turns over so much text: what one finds must not wait for the other one to see all of it.
constexpr size_t kTurn = 4 << 10;

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
    if (literal.ignore_case && IsAsciiAlpha(c))
      own = std::min(own, ByteSurprise(static_cast<unsigned char>(AsciiUpper(c))));
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

LiteralSearch::LiteralSearch(std::vector<SearchLiteral> literals, std::string_view sample, const KernelTable& kernels)
    : literals_(std::move(literals)), kernels_(&kernels) {
  QUARRY_CHECK(!literals_.empty());
  std::vector<size_t> all, short_ones, long_ones;
  for (size_t i = 0; i < literals_.size(); ++i) {
    SearchLiteral& literal = literals_[i];
    QUARRY_CHECK(!literal.text.empty());
    if (literal.ignore_case) literal.text = AsciiLowered(literal.text);
    all.push_back(i);
    (literal.text.size() >= StrideSearch::kShortest ? long_ones : short_ones).push_back(i);
  }
  const bool few = literals_.size() <= kFewLiterals || long_ones.empty();
  if (few || (literals_.size() <= kMostInBuckets && !sample.empty())) {
    FillTables(all, sample);
    if (few || CountHits(tables_, sample) * kBytesWorthAHit <= sample.size()) return;
  }
  long_ones_ = std::make_unique<StrideSearch>(literals_, long_ones, sample, kernels);
  FillTables(short_ones, sample);
}

void LiteralSearch::FillTables(const std::vector<size_t>& which, std::string_view sample) {
  tables_ = {};
  buckets_ = {};
  if (which.empty()) return;
  size_t length = TeddyTables::kMaxLength;
  for (const size_t i : which) length = std::min(length, literals_[i].text.size());
  tables_.length = static_cast<int>(length);
  if (which.size() > kMostLiteralsSampled) sample = {};
  std::vector<Entry> entries;
  for (const size_t i : which) entries.push_back({i, RarestWindow(i, sample)});
  FillBuckets(std::move(entries), sample);
  for (size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    for (const Entry& entry : buckets_[bucket]) Add(entry, bucket, tables_);
  }
}

void LiteralSearch::Add(const Entry& entry, size_t bucket, TeddyTables& tables) const {
  const uint8_t bit = static_cast<uint8_t>(1u << bucket);
  const SearchLiteral& literal = literals_[entry.literal];
  for (size_t j = 0; j < static_cast<size_t>(tables.length); ++j) {
    const char c = literal.text[entry.window + j];
    const bool both_cases = literal.ignore_case && IsAsciiAlpha(c);
    for (const char either : {c, both_cases ? AsciiUpper(c) : c}) {
      tables.Add(static_cast<int>(j), static_cast<unsigned char>(either), bit);
    }
  }
}

size_t LiteralSearch::CountHits(const TeddyTables& tables, std::string_view sample) const {
  size_t hits = 0;
  for (size_t at = 0; at < sample.size() && hits < kManyHits; ++at, ++hits) {
    uint8_t buckets;
    at = kernels_->teddy_find(tables, sample.data(), at, sample.size(), &buckets);
    if (at == sample.size()) break;
  }
  return hits;
}

size_t LiteralSearch::RarestWindow(size_t literal, std::string_view sample) const {
  const size_t length = static_cast<size_t>(tables_.length);
  // The most surprising ones first: the first that the sample does not have is the one.
  std::vector<std::pair<int, size_t>> windows;
  for (size_t at = 0; at + length <= literals_[literal].text.size(); ++at)
    windows.emplace_back(-WindowSurprise(literals_[literal], at, length), at);
  std::sort(windows.begin(), windows.end());
  size_t best = 0, fewest = kManyHits + 1;
  for (const auto& [surprise, at] : windows) {
    TeddyTables one;
    one.length = tables_.length;
    Add({literal, at}, 0, one);
    const size_t hits = CountHits(one, sample);
    if (hits < fewest) best = at, fewest = hits;
    if (hits == 0) break;
  }
  return best;
}

// A bucket with several windows hits every mixture of their bytes' halves, too. With a sample, those are put together
// whose mixtures are rarest in it; without one, those that look alike.
void LiteralSearch::FillBuckets(std::vector<Entry> entries, std::string_view sample) {
  const auto window = [&](const Entry& entry) {
    return std::string_view(literals_[entry.literal].text).substr(entry.window, static_cast<size_t>(tables_.length));
  };
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) { return window(a) < window(b); });
  if (sample.empty() || entries.size() <= buckets_.size()) {
    for (size_t i = 0; i < entries.size(); ++i) {
      buckets_[entries.size() <= buckets_.size() ? i : i * buckets_.size() / entries.size()].push_back(entries[i]);
    }
    return;
  }
  // The first ones have a bucket each, where they are with none.
  for (size_t i = 0; i < buckets_.size(); ++i) buckets_[i].push_back(entries[i]);
  for (size_t i = buckets_.size(); i < entries.size(); ++i) {
    size_t best = 0, fewest = kManyHits + 1, least = 0;
    for (size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
      TeddyTables together;
      together.length = tables_.length;
      for (const Entry& other : buckets_[bucket]) Add(other, 0, together);
      Add(entries[i], 0, together);
      const size_t hits = CountHits(together, sample);
      if (hits < fewest || (hits == fewest && buckets_[bucket].size() < least))
        best = bucket, fewest = hits, least = buckets_[bucket].size();
      if (fewest == 0 && least == 1) break;  // no other can be better
    }
    buckets_[best].push_back(entries[i]);
  }
}

bool LiteralSearch::MatchesAt(std::string_view text, size_t window_at, const Entry& entry) const {
  return window_at >= entry.window && literals_[entry.literal].IsAt(text, window_at - entry.window);
}

bool LiteralSearch::NextShort(std::string_view text, size_t end, size_t* cursor, Match* match) const {
  const size_t size = std::min(text.size(), end + static_cast<size_t>(tables_.length) - 1);
  size_t from = *cursor;
  while (from < end) {
    uint8_t possible = 0;
    const size_t at = kernels_->teddy_find(tables_, text.data(), from, size, &possible);
    if (at >= end) break;
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
  *cursor = end;
  return false;
}

bool LiteralSearch::Next(std::string_view text, size_t* cursor, Match* match) const {
  if (long_ones_ == nullptr) return NextShort(text, text.size(), cursor, match);
  while (*cursor < text.size()) {
    // A multiple of the stride, so that no window lies across.
    const size_t end = std::min(text.size(), (*cursor + kTurn) / StrideTable::kStride * StrideTable::kStride);
    size_t behind_long = *cursor, behind_short = *cursor;
    Match of_short;
    const bool has_long = long_ones_->Next(text, end, &behind_long, match);
    const bool has_short = tables_.length != 0 && NextShort(text, end, &behind_short, &of_short);
    if (!has_long && !has_short) {
      *cursor = end;
      continue;
    }
    *cursor = behind_long - (has_long ? StrideTable::kStride - 1 : 0);
    if (has_short && (!has_long || behind_short < *cursor)) {
      *cursor = behind_short;
      *match = of_short;
    }
    return true;
  }
  return false;
}

bool SearchLiteral::IsAt(std::string_view in, size_t at) const {
  if (text.size() > in.size() - at) return false;
  return ignore_case ? SameIgnoringCase(in.data() + at, text.data(), text.size())
                     : std::memcmp(in.data() + at, text.data(), text.size()) == 0;
}

bool ContainsLiteral(std::string_view text, const SearchLiteral& literal) {
  if (!literal.ignore_case) return text.find(literal.text) != std::string_view::npos;
  const std::string_view wanted = literal.text;
  if (wanted.size() > text.size()) return false;
  // The rarest of its bytes is looked for in both cases.
  size_t rarest = 0;
  for (size_t i = 1; i < wanted.size(); ++i) {
    if (ByteSurprise(static_cast<unsigned char>(AsciiLower(wanted[i]))) >
        ByteSurprise(static_cast<unsigned char>(AsciiLower(wanted[rarest]))))
      rarest = i;
  }
  const size_t end = text.size() - (wanted.size() - rarest) + 1;
  const auto next = [&](char c, size_t from) {
    const void* found = from < end ? std::memchr(text.data() + from, c, end - from) : nullptr;
    return found == nullptr ? end : static_cast<size_t>(static_cast<const char*>(found) - text.data());
  };
  const char lower = AsciiLower(wanted[rarest]), upper = AsciiUpper(wanted[rarest]);
  size_t of_lower = next(lower, rarest), of_upper = lower == upper ? end : next(upper, rarest);
  while (of_lower < end || of_upper < end) {
    const size_t at = std::min(of_lower, of_upper) - rarest;
    size_t same = 0;
    while (same < wanted.size() && AsciiLower(text[at + same]) == AsciiLower(wanted[same])) ++same;
    if (same == wanted.size()) return true;
    if (of_lower < of_upper)
      of_lower = next(lower, of_lower + 1);
    else
      of_upper = next(upper, of_upper + 1);
  }
  return false;
}

}  // namespace quarry

// External entries: KeySearch::Next and CanSearch.
#include "scan/key_search.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace quarry {

namespace {
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}
}  // namespace

bool KeySearch::CanSearch(const KeyFilter& filter) {
  if (filter.key.empty() || filter.key.size() + 2 > PairPattern::kMaxOffset) return false;
  for (const char c : filter.key) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == '/') return false;
  }
  const LineFilter values(filter.filter);
  return !values.passes_all() && !values.passes_nothing();
}

KeySearch::KeySearch(const KeyFilter& filter, std::string_view sample, const KernelTable& kernels)
    : needle_("\"" + filter.key + "\""),
      values_(filter.filter, sample, kernels),
      escapes_(LiteralFilter::And({filter.filter, LiteralFilter::Literal(filter.key, false)}), sample, kernels),
      kernels_(&kernels) {
  // The two rarest bytes of the key in the sample.
  std::array<size_t, 256> often{};
  for (const char c : sample) ++often[static_cast<unsigned char>(c)];
  const auto rarer = [&](size_t a, size_t b) {
    const auto rank = [&](size_t at) {
      const unsigned char c = static_cast<unsigned char>(needle_[at]);
      return sample.empty() ? -static_cast<double>(ByteSurprise(c)) : static_cast<double>(often[c]);
    };
    return rank(a) < rank(b);
  };
  std::vector<size_t> order(needle_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), rarer);
  pattern_ = {order[0], order[1], needle_[order[0]], needle_[order[1]]};
}

void KeySearch::Start(std::string_view text, Cursor& cursor) const {
  cursor.text = text.data();
  cursor.begin = cursor.end = 0;
  cursor.count = cursor.next = 0;
}

bool KeySearch::Passes(std::string_view text, size_t place) const {
  if (text[place] == '\\') return escapes_.IsRelevantEscape(text, place);
  if (text.compare(place, needle_.size(), needle_) != 0) return false;
  if (place > 0 && text[place - 1] == '\\') return true;  // who escapes whom is not looked into
  size_t at = place + needle_.size();
  while (at < text.size() && IsBlank(text[at])) ++at;
  if (at == text.size() || text[at] != ':') return false;  // no key
  ++at;
  while (at < text.size() && IsBlank(text[at])) ++at;
  if (at == text.size()) return true;
  if (text[at] != '"') return text.compare(at, 4, "null") != 0;
  const size_t begin = ++at;
  for (;;) {
    const void* const quote = std::memchr(text.data() + at, '"', text.size() - at);
    if (quote == nullptr) return true;
    const size_t end = static_cast<size_t>(static_cast<const char*>(quote) - text.data());
    size_t slashes = 0;
    while (end - slashes > begin && text[end - slashes - 1] == '\\') ++slashes;
    if (slashes % 2 == 0) return values_.MayMatch(text.substr(begin, end - begin));
    at = end + 1;
  }
}

bool KeySearch::Next(std::string_view text, size_t from, Cursor& cursor, LineFilter::Line* line) const {
  for (;;) {
    while (cursor.next < cursor.count) {
      const size_t place = cursor.begin + cursor.places[cursor.next++];
      if (place < from || !Passes(text, place)) continue;
      const void* const before = ::memrchr(text.data() + from, '\n', place - from);
      line->begin = before ? static_cast<size_t>(static_cast<const char*>(before) - text.data()) + 1 : from;
      const void* const after = std::memchr(text.data() + place, '\n', text.size() - place);
      line->end = after ? static_cast<size_t>(static_cast<const char*>(after) - text.data()) : text.size();
      return true;
    }
    if (cursor.end >= text.size()) return false;
    cursor.begin = std::max(cursor.end, from);
    if (cursor.begin >= text.size()) {
      cursor.end = text.size();
      return false;
    }
    // A window searches the places that start in it; what it looks at goes on behind it.
    cursor.end = std::min(text.size(), cursor.begin + Cursor::kWindow);
    const size_t looked_at = std::min(text.size(), cursor.end + PairPattern::kMaxOffset) - cursor.begin;
    if (cursor.places.size() < looked_at + kStopPadding)
      cursor.places.resize(Cursor::kWindow + PairPattern::kMaxOffset + kStopPadding);
    cursor.count = kernels_->find_pairs(pattern_, text.data() + cursor.begin, looked_at, cursor.places.data());
    while (cursor.count > 0 && cursor.begin + cursor.places[cursor.count - 1] >= cursor.end) --cursor.count;
    cursor.next = 0;
  }
}

size_t KeySearch::CountKeys(std::string_view text) const {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(needle_, at)) != std::string_view::npos; ++at) ++count;
  return count;
}

std::string KeySearch::Describe() const {
  return "`" + needle_.substr(1, needle_.size() - 2) + "` for " + values_.DescribeSearch();
}

}  // namespace quarry

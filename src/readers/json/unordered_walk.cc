// External entry: UnorderedWalk::Walk.
#include "readers/json/unordered_walk.h"

#include <algorithm>
#include <cstring>

#include "readers/json/json_number.h"

namespace quarry {

namespace {
inline uint32_t LoadFour(const char* at) {
  uint32_t bytes;
  std::memcpy(&bytes, at, 4);
  return bytes;
}
inline bool BeginsNested(char first) {
  return first == '{' || first == '[';
}
}  // namespace

// A name with an escape in the record is compared as it is written. That is right for names in which no escape can
// stand: a line with \u is given up, and the other escapes stand for quotes, backslashes, slashes and controls.
UnorderedWalk::UnorderedWalk(FieldTree& tree) : tree_(tree) {
  if (tree.wants_record()) return;
  std::vector<std::string_view> names;
  for (const FieldTree::Node::Member& member : tree.members()) {
    for (const char c : member.name) {
      if (c == '"' || c == '\\' || c == '/' || static_cast<unsigned char>(c) < 0x20) return;
    }
    ExpectedText quoted;
    const std::string text = '"' + member.name + '"';
    if (text.size() > ExpectedText::kMaxSize) return;
    std::memcpy(quoted.text, text.data(), text.size());
    quoted.size = static_cast<uint32_t>(text.size());
    quoted.mask = ~uint64_t{0} >> (64 - quoted.size);
    quoted.place = static_cast<uint32_t>(quoted_.size());
    quoted_.push_back(quoted);
    names.push_back(member.name);
    wanted_.push_back({member.node, tree.LeafSlot(member.node)});
  }
  found_.resize(names.size() + 1);
  places_.resize(names.size());
  usable_ = names_.Build(names);
}

bool UnorderedWalk::Walk(const StringIndex& index, LearnedWalk::Place* place, LearnedWalk::Object* object,
                         Arena& arena) {
  if (!usable_) return false;
  if (resting_ > 0) return --resting_, false;
  if (Try(index, place, object, arena)) {
    rest_ /= 2;
    return true;
  }
  rest_ = std::min(rest_ * 2 + 1, kMostRest);
  resting_ = rest_;
  return false;
}

bool UnorderedWalk::PassNested(const char* text, const uint32_t* stops, size_t* at, size_t* stop) {
  if (!BeginsNested(text[*at])) return false;
  // To the end of the line and no further: the scanner takes a line end for white space.
  size_t line_end = *stop;
  while (text[stops[line_end]] != '\n') ++line_end;
  JsonScanner scanner({text + *at, stops[line_end] - *at});
  if (!scanner.SkipValue(1)) return false;
  spaced_ |= scanner.spaces() != 0;
  *at += scanner.offset();
  while (stops[*stop] < *at) ++*stop;
  return true;
}

// From member to member by the stops alone: a string follows the colon when the next stop stands right behind it, and
// then the member has four stops, otherwise two. What stands around the stops is compared meanwhile. Where a nested
// value has strings, the next stop is not where a name would be, and it is passed by the scanner. A line end among the
// stops is met as wrong in the member that has it, so that nothing is read beyond the few stops behind the last one.
template <bool kSpaced>
inline size_t UnorderedWalk::FindMembers(const char* text, const uint32_t* stops, size_t line) {
  constexpr uint32_t kGap = kSpaced ? 2 : 1;
  // Behind a name from its last quote on, in the low bytes, with the first quote of a string.
  const uint32_t colon = LoadFour(kSpaced ? "\": \"" : "\":\"");
  constexpr uint32_t kColon = kSpaced ? 0xffffff : 0xffff, kQuoteBehind = kSpaced ? 0xff000000 : 0xff0000;
  // Before a name up to its first quote, in the high bytes, with the last quote of a string.
  const uint32_t comma = LoadFour(kSpaced ? "\", \"" : " \",\"");
  constexpr uint32_t kComma = kSpaced ? 0xffffff00 : 0xffff0000, kQuoteBefore = kSpaced ? 0xff : 0xff00;
  const NameTable::Lookup names = names_.lookup();
  uint32_t* const found = found_.data();
  Stretch* other = others_.data();
  const Stretch* const last_other = other + kMostMembers - 1;
  size_t first = stops[0], stop = 0;
  if (text[line] != '{' || first != line + 1 || text[first] != '"') return 0;
  for (;;) {
    const uint32_t last = stops[stop + 1], end = stops[stop + 3];
    const uint32_t is_string = stops[stop + 2] == last + kGap + 1;
    const uint32_t wrong_behind = (LoadFour(text + last) ^ colon) & (kColon | (kQuoteBehind & (0 - is_string)));
    found[names.Find(text, first, last)] = static_cast<uint32_t>(stop);
    stop += 2 + 2 * is_string;
    const uint32_t next = stops[stop];
    *other = {last + 1 + kGap, next - kGap};
    other += 1 - is_string;
    if (text[next] != '"') {
      if (wrong_behind != 0 || text[next - 1] != '}') return 0;
      if (is_string == 0)
        other[-1].end = next - 1;
      else if (end != next - 2 || text[end] != '"')
        return 0;
      break;
    }
    const uint32_t wrong_end = (end ^ (next - kGap - 1)) & (0 - is_string);
    const uint32_t wrong_before = (LoadFour(text + next - 3) ^ comma) & (kComma | (kQuoteBefore & (0 - is_string)));
    first = next;
    if ((wrong_behind | wrong_end | wrong_before) != 0) {
      size_t at = last + 1 + kGap;
      if (is_string != 0 || wrong_behind != 0 || !PassNested(text, stops, &at, &stop)) return 0;
      --other;
      first = stops[stop];
      if (text[first] != '"') {
        if (first != at + 1 || text[at] != '}') return 0;
        break;
      }
      if (first != at + kGap || ((LoadFour(text + first - 3) ^ comma) & kComma) != 0) return 0;
    }
    if (other == last_other) return 0;
  }
  other_count_ = static_cast<size_t>(other - others_.data());
  size_t line_end = stops[stop];
  if (text[line_end] == '\r') {
    ++stop;
    ++line_end;
    if (stops[stop] != line_end) return 0;
  }
  return text[line_end] == '\n' ? stop + 1 : 0;
}

bool UnorderedWalk::AreWanted(const char* text, const uint32_t* stops) {
  // An absent name is looked for where the line begins, at the brace.
  for (size_t i = 0; i < places_.size(); ++i) {
    const uint32_t found = found_[i + 1];
    places_[i] = found == kAbsent ? stops[0] - 1 : stops[found];
  }
  for (size_t i = 0;; ++i) {
    i += Kernels().match_texts(quoted_.data() + i, quoted_.size() - i, text, places_.data());
    if (i == quoted_.size()) return true;
    if (found_[i + 1] != kAbsent) return false;
  }
}

bool UnorderedWalk::AreValues(const char* text) {
  for (size_t i = 0; i < other_count_; ++i) {
    const Stretch& other = others_[i];
    if (other.begin >= other.end) return false;
    const size_t size = other.end - other.begin;
    if (IsNumberOrWord(text + other.begin, size)) continue;
    // Nested, without strings.
    if (!BeginsNested(text[other.begin])) return false;
    JsonScanner scanner({text + other.begin, size});
    if (!scanner.SkipValue(1) || !scanner.at_end()) return false;
    spaced_ |= scanner.spaces() != 0;
  }
  return true;
}

void UnorderedWalk::PutValues(const StringIndex& index, const uint32_t* stops, size_t line_end, uint32_t gap) {
  const char* const text = index.text();
  for (size_t i = 0; i < wanted_.size(); ++i) {
    if (found_[i + 1] == kAbsent) continue;
    const uint32_t* const member = stops + found_[i + 1];
    const uint32_t begin = member[1] + 1 + gap, next = member[2];
    if (wanted_[i].slot == nullptr || BeginsNested(text[begin])) {
      JsonScanner scanner({text + begin, line_end - begin});
      tree_.ValueAt(wanted_[i].node, scanner, 1);
      continue;
    }
    JsonSlice value;
    if (next == begin) {
      value.kind = JsonSlice::Kind::kString;
      value.raw = {text + begin + 1, member[3] - begin - 1};
      value.escaped = index.HasBackslash(begin + 1, member[3]);
    } else {
      value.kind = JsonSlice::KindOf(text[begin]);
      value.raw = {text + begin, next - begin - (text[next] == '"' ? gap : 1)};
    }
    tree_.Put(wanted_[i].slot, value);
  }
}

bool UnorderedWalk::Try(const StringIndex& index, LearnedWalk::Place* place, LearnedWalk::Object* object,
                        Arena& arena) {
  const char* const text = index.text();
  const uint32_t* const stops = index.stops() + place->stop;
  if (others_.empty()) others_.resize(kMostMembers);
  std::fill(found_.begin(), found_.end(), kAbsent);
  const char* const behind = text + stops[1];  // of the first name
  spaced_ = behind[1] == ':' && behind[2] == ' ';
  const uint32_t gap = spaced_ ? 2 : 1;
  const size_t count = spaced_ ? FindMembers<true>(text, stops, place->at) : FindMembers<false>(text, stops, place->at);
  if (count == 0 || !AreWanted(text, stops) || !AreValues(text)) return false;
  const size_t line_end = stops[count - 1];
  tree_.BeginRecord(arena);
  PutValues(index, stops, line_end, gap);
  *object = {place->at, line_end - (text[line_end - 1] == '\r'), spaced_};
  *place = {line_end + 1, place->stop + count};
  return true;
}

}  // namespace quarry

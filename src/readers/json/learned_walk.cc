// External entry: LearnedWalk::Walk.
#include "readers/json/learned_walk.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "readers/json/json_number.h"

namespace quarry {

namespace {
bool IsHexDigit(char c) {
  return IsAsciiDigit(c) || (AsciiLower(c) >= 'a' && AsciiLower(c) <= 'f');
}

// Of a name in quotes at `text`, by its length, beginning and end: names in telemetry are long and differ at either. No
// branch depends on it, because who asks does not know which name comes.
inline size_t HashOf(const char* text, size_t size) {
  const size_t quoted = size + 2;
  const uint64_t first = LoadEight(text) & (quoted >= 8 ? ~uint64_t{0} : ~(~uint64_t{0} << (quoted * 8)));
  const uint64_t last = LoadEight(text + (quoted >= 8 ? quoted - 8 : 0)) & (quoted >= 8 ? ~uint64_t{0} : 0);
  uint64_t hash = (first ^ (last << 32 | last >> 32) * 0x9e3779b97f4a7c15u ^ quoted) * 0xff51afd7ed558ccdu;
  hash ^= hash >> 32;
  return hash * 0xc4ceb9fe1a85ec53u >> 40;
}
}  // namespace

inline bool LearnedWalk::IsAt(const Key& key, const char* text) {
  if (!key.expected) return false;
  for (uint32_t i = 0; i < key.last_word; ++i) {
    if (LoadEight(text + i * 8) != key.words[i]) return false;
  }
  return ((LoadEight(text + key.last_word * 8) ^ key.words[key.last_word]) & key.last_mask) == 0;
}

inline bool LearnedWalk::HasName(const Key& key, const char* text, size_t at, std::string_view name) const {
  if (key.name.size() != name.size()) return false;
  const uint32_t place = static_cast<uint32_t>(at);
  return key.quoted.size != 0 ? kernels_.match_texts(&key.quoted, 1, text, &place) == 1 : key.name == name;
}

uint32_t LearnedWalk::Find(const StringIndex& index, size_t at, std::string_view name) {
  const char* const text = index.text();
  size_t place = HashOf(text + at, name.size()) & (kTableSize - 1);
  for (; table_[place] != 0; place = (place + 1) & (kTableSize - 1)) {
    if (HasName(keys_[table_[place]], text, at, name)) return table_[place];
  }
  return Learn(index, at, name, place);
}

uint32_t LearnedWalk::Learn(const StringIndex& index, size_t at, std::string_view name, size_t place) {
  const char* const text = index.text();
  if (index.HasBackslash(at + 1, at + 1 + name.size())) return kEscaped;
  if (keys_.size() > kMaxKeys) return 0;
  const uint32_t found = static_cast<uint32_t>(keys_.size());
  table_[place] = found;
  Key key;
  key.name = names_.Copy(name);
  key.next = found;
  key.node = tree_.MemberNode(name);
  key.slot = SlotOf(key.node);
  key.size = static_cast<uint32_t>(name.size() + 3);
  key.expected = key.size <= sizeof key.words;
  if (key.expected) {
    std::memcpy(key.words, text + at, key.size - 1);
    reinterpret_cast<char*>(key.words)[key.size - 1] = ':';
    key.last_word = (key.size - 1) / 8;
    const uint32_t in_last = key.size - key.last_word * 8;
    key.last_mask = ~uint64_t{0} >> (64 - in_last * 8);
  }
  if (name.size() + 2 <= ExpectedText::kMaxSize) {
    key.quoted.size = static_cast<uint32_t>(name.size() + 2);
    key.quoted.mask = ~uint64_t{0} >> (64 - key.quoted.size);
    std::memcpy(key.quoted.text, text + at, key.quoted.size);
  }
  keys_.push_back(key);
  return found;
}

// Moves *stop to the quote that ends the string whose first quote is at `at` = stops[*stop].
inline bool LearnedWalk::String(const StringIndex& index, size_t at, size_t* stop) const {
  const uint32_t* const stops = index.stops();
  const char* const text = index.text();
  if (stops[*stop] != at) return false;
  // The last stop is a line end, so that this ends there at the latest.
  for (;;) {
    const char* const end = text + stops[++*stop];
    if (*end == '"') return true;
    if (*end != 'u' || end[-1] != '\\') return false;
    for (int i = 1; i <= 4; ++i) {
      if (!IsHexDigit(end[i])) return false;
    }
  }
}

bool LearnedWalk::Nested(const StringIndex& index, const Key& key, size_t* at, size_t* stop, bool* spaced) {
  const char* const from = index.text() + *at;
  const uint32_t* const stops = index.stops();
  // To the end of the line and no further: the scanner takes a line end for white space.
  size_t line_end = *stop;
  while (index.text()[stops[line_end]] != '\n') ++line_end;
  JsonScanner scanner({from, stops[line_end] - *at});
  if (key.node < 0 ? !scanner.SkipValue(1) : !tree_.ValueAt(key.node, scanner, 1)) return false;
  *spaced |= scanner.spaces() != 0;
  *at += scanner.offset();
  while (stops[*stop] < *at) ++*stop;
  return true;
}

inline bool LearnedWalk::Value(const StringIndex& index, const Key& key, size_t* at, size_t* stop, bool* spaced) {
  using Kind = JsonSlice::Kind;
  const char* const text = index.text();
  const char* const from = text + *at;
  if (key.slot == nullptr) return Nested(index, key, at, stop, spaced);  // a path leads into it
  Kind kind;
  const char* end;
  if (*from == '"') {
    if (!String(index, *at, stop)) return false;
    const size_t last = index.stops()[(*stop)++];
    // Unwanted ones have a place of their own, because what to do with them is dearer to guess than to do.
    tree_.Put(key.slot, {Kind::kString, index.HasBackslash(*at + 1, last), false, {from + 1, last - *at - 1}});
    *at = last + 1;
    return true;
  }
  switch (*from) {
    case '{':
    case '[':
      return Nested(index, key, at, stop, spaced);
    case 't':
      if (std::memcmp(from, "true", 4) != 0) return false;
      kind = Kind::kTrue;
      end = from + 4;
      break;
    case 'f':
      if (std::memcmp(from, "false", 5) != 0) return false;
      kind = Kind::kFalse;
      end = from + 5;
      break;
    case 'n':
      if (std::memcmp(from, "null", 4) != 0) return false;
      kind = Kind::kNull;
      end = from + 4;
      break;
    default:
      end = PassNumber(from);
      if (end == nullptr) return false;
      kind = Kind::kNumber;
      break;
  }
  tree_.Put(key.slot, {kind, false, false, {from, static_cast<size_t>(end - from)}});
  *at = static_cast<size_t>(end - text);
  return true;
}

bool LearnedWalk::Walk(const StringIndex& index, Place* place, Object* object, Arena& arena) {
  const char* const text = index.text();
  const uint32_t* const stops = index.stops();
  size_t at = place->at, stop = place->stop;
  if (text[at] != '{' || tree_.wants_record()) return false;
  object->begin = at++;
  bool spaced = false;
  arena_ = &arena;
  tree_.BeginRecord(arena);
  const auto pass_blanks = [&] {
    for (; text[at] == ' '; ++at) spaced = true;
  };
  uint32_t previous = 0;
  for (;;) {
    pass_blanks();
    const uint32_t expected = keys_[previous].next;
    uint32_t found = expected;
    const Key* key = &keys_[found];
    if (trust_ > 0 && IsAt(*key, text + at)) {
      at += key->size;
      stop += 2;
      if (trust_ < kBestTrust) ++trust_;
    } else {
      if (text[at] != '"' || stops[stop] != at) return false;
      const size_t end = stops[stop + 1];
      if (text[end] != '"') return false;
      const std::string_view name(text + at + 1, end - at - 1);
      found = Find(index, at, name);
      if (found == kEscaped) return false;
      trust_ = found == expected ? std::min(trust_ + 1, kBestTrust) : std::max(trust_ - 2, -kBestTrust);
      at = end + 1;
      stop += 2;
      pass_blanks();
      if (text[at] != ':') return false;
      ++at;
      keys_[previous].next = found;
      key = &keys_[found];
      if (found == 0) {
        unknown_.node = tree_.MemberNode(name);
        unknown_.slot = SlotOf(unknown_.node);
        key = &unknown_;
      }
    }
    pass_blanks();
    if (!Value(index, *key, &at, &stop, &spaced)) return false;
    pass_blanks();
    if (text[at] != ',') break;
    ++at;
    previous = found;
  }
  if (text[at] != '}') return false;
  object->end = ++at;
  object->spaced = spaced;
  if (text[at] == '\r') {
    ++at;
    ++stop;
  }
  if (text[at] != '\n' || stops[stop] != at) return false;
  *place = {at + 1, stop + 1};
  return true;
}

}  // namespace quarry

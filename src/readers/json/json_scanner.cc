// External entries: the members of JsonScanner, UnescapeJson.
#include "readers/json/json_scanner.h"

#include <cstring>

#include "base/ascii.h"

namespace quarry {

namespace {
constexpr uint64_t kOnes = 0x0101010101010101u;
constexpr uint64_t kTops = 0x8080808080808080u;

// The first quote, backslash or control character in [at, end), eight bytes at a time. The tests may set bits above
// the first true one, never below it.
const char* FindStringEnd(const char* at, const char* end) {
  while (end - at >= 8) {
    uint64_t bytes;
    std::memcpy(&bytes, at, 8);
    const uint64_t quote = bytes ^ (kOnes * '"');
    const uint64_t backslash = bytes ^ (kOnes * '\\');
    const uint64_t found =
        (((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash) | ((bytes - kOnes * 0x20) & ~bytes)) & kTops;
    if (found != 0) return at + (__builtin_ctzll(found) >> 3);
    at += 8;
  }
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

int HexDigit(char c) {
  if (IsAsciiDigit(c)) return c - '0';
  const char lower = AsciiLower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool AreHexDigits(const char* at) {
  return HexDigit(at[0]) >= 0 && HexDigit(at[1]) >= 0 && HexDigit(at[2]) >= 0 && HexDigit(at[3]) >= 0;
}

uint32_t HexQuad(const char* at) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value * 16 + static_cast<uint32_t>(HexDigit(at[i]));
  return value;
}

char* PutUtf8(uint32_t code, char* out) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xc0 | code >> 6);
    *out++ = static_cast<char>(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    *out++ = static_cast<char>(0xe0 | code >> 12);
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3f));
    *out++ = static_cast<char>(0x80 | (code & 0x3f));
  } else {
    *out++ = static_cast<char>(0xf0 | code >> 18);
    *out++ = static_cast<char>(0x80 | (code >> 12 & 0x3f));
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3f));
    *out++ = static_cast<char>(0x80 | (code & 0x3f));
  }
  return out;
}
}  // namespace

inline const char* JsonScanner::NextStop(const char* at) const {
  if (stops_ == nullptr) return FindStringEnd(at, end_);
  if (at == end_) return at;
  size_t word = static_cast<size_t>(at - begin_) / 64;
  const size_t words = (static_cast<size_t>(end_ - begin_) + 63) / 64;
  uint64_t bits = stops_[word] & (~uint64_t{0} << (static_cast<size_t>(at - begin_) % 64));
  while (bits == 0) {
    if (++word == words) return end_;
    bits = stops_[word];
  }
  return begin_ + word * 64 + static_cast<size_t>(__builtin_ctzll(bits));
}

bool JsonScanner::String(std::string_view* text, bool* escaped) {
  const char* const from = ++at_;
  *escaped = false;
  while (true) {
    at_ = NextStop(at_);
    if (at_ == end_) return Fail("a string does not end");
    if (*at_ == '"') {
      *text = {from, static_cast<size_t>(at_ - from)};
      ++at_;
      return true;
    }
    if (*at_ != '\\') return Fail("a control character stands in a string");
    *escaped = true;
    if (end_ - at_ < 2) return Fail("a string does not end");
    switch (at_[1]) {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
        at_ += 2;
        break;
      case 'u':
        if (end_ - at_ < 6 || !AreHexDigits(at_ + 2)) return Fail("a \\u escape lacks its four hexadecimal digits");
        at_ += 6;
        break;
      default:
        return Fail("an unknown escape stands in a string");
    }
  }
}

bool JsonScanner::Number() {
  if (*at_ == '-') ++at_;
  if (at_ == end_ || !IsAsciiDigit(*at_))
    return Fail("a value is neither string, number, object, array, true, false nor null");
  if (*at_ == '0')
    ++at_;
  else
    while (at_ != end_ && IsAsciiDigit(*at_)) ++at_;
  if (at_ != end_ && *at_ == '.') {
    ++at_;
    if (at_ == end_ || !IsAsciiDigit(*at_)) return Fail("a number lacks the digits behind its point");
    while (at_ != end_ && IsAsciiDigit(*at_)) ++at_;
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (at_ == end_ || !IsAsciiDigit(*at_)) return Fail("a number lacks its exponent");
    while (at_ != end_ && IsAsciiDigit(*at_)) ++at_;
  }
  return true;
}

bool JsonScanner::Word(std::string_view word) {
  if (static_cast<size_t>(end_ - at_) < word.size() || std::memcmp(at_, word.data(), word.size()) != 0) {
    return Fail("a value is neither string, number, object, array, true, false nor null");
  }
  at_ += word.size();
  return true;
}

bool JsonScanner::Open(char close, bool* empty) {
  ++at_;
  SkipSpaces();
  *empty = at_ != end_ && *at_ == close;
  if (*empty) ++at_;
  return true;
}

bool JsonScanner::Key(std::string_view* name, bool* escaped) {
  if (at_ == end_) return Fail("the text ends in the middle of an object");
  if (*at_ != '"') return Fail("a member lacks its name in quotes");
  if (!String(name, escaped)) return false;
  SkipSpaces();
  if (at_ == end_ || *at_ != ':')
    return Fail(at_ == end_ ? "the text ends in the middle of an object" : "a member lacks its `:`");
  ++at_;
  SkipSpaces();
  return true;
}

bool JsonScanner::Separator(char close, bool* more) {
  SkipSpaces();
  if (at_ == end_)
    return Fail(close == '}' ? "the text ends in the middle of an object" : "the text ends in the middle of an array");
  *more = *at_ == ',';
  if (!*more && *at_ != close) return Fail(close == '}' ? "`,` or `}` is missing" : "`,` or `]` is missing");
  ++at_;
  if (*more) SkipSpaces();
  return true;
}

bool JsonScanner::SkipValue(int depth) {
  if (at_ == end_) return Fail("a value is missing at the end of the text");
  switch (*at_) {
    case '"': {
      std::string_view text;
      bool escaped;
      return String(&text, &escaped);
    }
    case '{':
    case '[': {
      if (depth >= kMaxDepth) return Fail("the text nests deeper than 512 levels");
      const bool object = *at_ == '{';
      const char close = object ? '}' : ']';
      bool done;
      if (!Open(close, &done)) return false;
      while (!done) {
        std::string_view name;
        bool escaped, more;
        if (object && !Key(&name, &escaped)) return false;
        if (!SkipValue(depth + 1) || !Separator(close, &more)) return false;
        done = !more;
      }
      return true;
    }
    case 't':
      return Word("true");
    case 'f':
      return Word("false");
    case 'n':
      return Word("null");
    default:
      return Number();
  }
}

bool JsonScanner::Value(JsonSlice* out, int depth) {
  using Kind = JsonSlice::Kind;
  const char first = peek();
  out->escaped = out->spaced = false;
  if (first == '"') {
    out->kind = Kind::kString;
    return String(&out->raw, &out->escaped);
  }
  const char* const from = at_;
  const uint64_t spaces = spaces_;
  if (!SkipValue(depth)) return false;
  out->kind = JsonSlice::KindOf(first);
  out->spaced = spaces_ != spaces;
  out->raw = {from, static_cast<size_t>(at_ - from)};
  return true;
}

std::string_view UnescapeJson(std::string_view raw, Arena& arena) {
  // No escape is shorter than what it stands for; plain text is written eight bytes at a time.
  char* const begin = arena.Allocate(raw.size() + 8, 1);
  char* out = begin;
  const char* at = raw.data();
  const char* const end = at + raw.size();
  while (at != end) {
    if (end - at >= 8) {
      uint64_t bytes;
      std::memcpy(&bytes, at, 8);
      std::memcpy(out, &bytes, 8);
      const uint64_t other = bytes ^ (kOnes * '\\');
      const uint64_t found = (other - kOnes) & ~other & kTops;  // exact for the first one
      const int plain = found == 0 ? 8 : __builtin_ctzll(found) >> 3;
      out += plain;
      at += plain;
      if (found == 0) continue;
    } else if (*at != '\\') {
      *out++ = *at++;
      continue;
    }
    const char kind = at[1];
    at += 2;
    switch (kind) {
      case 'b':
        *out++ = '\b';
        break;
      case 'f':
        *out++ = '\f';
        break;
      case 'n':
        *out++ = '\n';
        break;
      case 'r':
        *out++ = '\r';
        break;
      case 't':
        *out++ = '\t';
        break;
      case 'u': {
        uint32_t code = HexQuad(at);
        at += 4;
        if (code >= 0xd800 && code < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
          const uint32_t low = HexQuad(at + 2);
          if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            at += 6;
          }
        }
        if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
        out = PutUtf8(code, out);
        break;
      }
      default:
        *out++ = kind;
        break;
    }
  }
  return {begin, static_cast<size_t>(out - begin)};
}

}  // namespace quarry

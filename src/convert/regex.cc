// Reads regular expressions, and makes them of patterns and address ranges.
#include "convert/regex.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"

namespace quarry::convert {
namespace {

constexpr int kMaxDepth = 200;
constexpr int kMaxRepeat = 1000;  // what RE2 allows

class Parser {
 public:
  Parser(std::string_view text, std::string_view flags) : text_(text) {
    ignore_case_ = flags.find('i') != std::string_view::npos;
    multi_line_ = flags.find('m') != std::string_view::npos;
    dot_all_ = flags.find('s') != std::string_view::npos;
  }

  Result<Regex> Run() {
    Regex regex = Alternatives();
    if (error_.empty() && at_ < text_.size()) Fail("an unmatched `)`");
    if (!error_.empty()) return Error{error_};
    return regex;
  }

 private:
  bool More() const { return at_ < text_.size() && error_.empty(); }
  bool Next(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  bool Take(std::string_view what) {
    if (!Next(what)) return false;
    at_ += what.size();
    return true;
  }
  Regex Fail(std::string what) {
    if (error_.empty()) error_ = std::move(what);
    return {};
  }

  Regex Alternatives();
  Regex Sequence();
  Regex Atom();
  Regex Group();
  Regex Escape();
  Regex Set();
  bool SetEscape(std::vector<std::pair<uint32_t, uint32_t>>& ranges, uint32_t* point, bool* is_point);
  std::optional<uint32_t> EscapedPoint(char c);
  bool Repeat(Regex& atom);
  bool Flags();

  Regex Point(uint32_t point) const {
    Regex regex;
    regex.kind = Regex::Kind::kPoint;
    regex.point = point;
    regex.ignore_case = ignore_case_;
    return regex;
  }
  static Regex Of(Regex::Kind kind) {
    Regex regex;
    regex.kind = kind;
    return regex;
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  bool ignore_case_, multi_line_, dot_all_;
  std::string error_;
};

using Ranges = std::vector<std::pair<uint32_t, uint32_t>>;

Ranges ClassRanges(char letter) {
  switch (AsciiLower(letter)) {
    case 'd':
      return {{'0', '9'}};
    case 'w':
      return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    default:
      return {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}};
  }
}

Ranges Inverted(Ranges ranges) {
  std::sort(ranges.begin(), ranges.end());
  Ranges out;
  uint32_t from = 0;
  for (const auto& [low, high] : ranges) {
    if (low > from) out.emplace_back(from, low - 1);
    from = std::max(from, high + 1);
  }
  if (from <= 0x10ffff) out.emplace_back(from, 0x10ffff);
  return out;
}

Regex Parser::Alternatives() {
  if (++depth_ > kMaxDepth) return Fail("nesting that deep");
  const bool ignore_case = ignore_case_, multi_line = multi_line_, dot_all = dot_all_;
  std::vector<Regex> alternatives;
  alternatives.push_back(Sequence());
  while (Take("|")) alternatives.push_back(Sequence());
  ignore_case_ = ignore_case, multi_line_ = multi_line, dot_all_ = dot_all;  // flags last to the group's end
  --depth_;
  return Regex::Alternate(std::move(alternatives));
}

Regex Parser::Sequence() {
  std::vector<Regex> parts;
  while (More() && !Next("|") && !Next(")")) {
    if (Next("(?") && Flags()) continue;
    Regex atom = Atom();
    if (!Repeat(atom)) break;
    parts.push_back(std::move(atom));
  }
  return Regex::Concat(std::move(parts));
}

// `(?i)`: from here to the end of the group.
bool Parser::Flags() {
  size_t end = at_ + 2;
  while (end < text_.size() && (IsAsciiAlpha(text_[end]) || text_[end] == '-')) ++end;
  if (end >= text_.size() || text_[end] != ')' || end == at_ + 2) return false;
  bool on = true;
  for (const char c : text_.substr(at_ + 2, end - at_ - 2)) {
    if (c == '-')
      on = false;
    else if (c == 'i')
      ignore_case_ = on;
    else if (c == 'm')
      multi_line_ = on;
    else if (c == 's')
      dot_all_ = on;
    else
      return Fail("the flag `(?" + std::string(1, c) + ")`"), true;
  }
  at_ = end + 1;
  return true;
}

bool Parser::Repeat(Regex& atom) {
  while (More()) {
    int least = 0, most = -1;
    if (Take("*")) {
    } else if (Take("+")) {
      least = 1;
    } else if (Take("?")) {
      most = 1;
    } else if (Next("{") && at_ + 1 < text_.size() && IsAsciiDigit(text_[at_ + 1])) {
      size_t i = at_ + 1;
      const auto number = [&] {
        int value = 0;
        while (i < text_.size() && IsAsciiDigit(text_[i]) && value <= kMaxRepeat)
          value = value * 10 + (text_[i++] - '0');
        return value;
      };
      least = most = number();
      if (i < text_.size() && text_[i] == ',') {
        ++i;
        most = i < text_.size() && IsAsciiDigit(text_[i]) ? number() : -1;
      }
      if (i >= text_.size() || text_[i] != '}') return true;  // plain text
      if (least > kMaxRepeat || most > kMaxRepeat) return Fail("a repetition above 1000"), false;
      if (most >= 0 && most < least) return Fail("a repetition that ends before it begins"), false;
      at_ = i + 1;
    } else {
      return true;
    }
    Regex repeat = Of(Regex::Kind::kRepeat);
    repeat.least = least;
    repeat.most = most;
    if (Take("+")) return Fail("a possessive quantifier"), false;
    repeat.lazy = Take("?");
    if (atom.kind >= Regex::Kind::kTextStart) return Fail("a repeated anchor"), false;
    if (atom.kind == Regex::Kind::kRepeat) return Fail("a quantifier behind a quantifier"), false;
    repeat.parts.push_back(std::move(atom));
    atom = std::move(repeat);
  }
  return error_.empty();
}

Regex Parser::Group() {
  const bool ignore_case = ignore_case_, multi_line = multi_line_, dot_all = dot_all_;
  if (Take("(?=") || Take("(?!")) return Fail("look-ahead");
  if (Take("(?<=") || Take("(?<!")) return Fail("look-behind");
  if (Take("(?>")) return Fail("an atomic group");
  if (Take("(?P<") || Take("(?<")) {
    const size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) return Fail("an unfinished group name");
    at_ = end + 1;
  } else if (Next("(?")) {
    at_ += 2;
    bool on = true;
    while (More() && !Next(":")) {
      const char c = text_[at_++];
      if (c == '-')
        on = false;
      else if (c == 'i')
        ignore_case_ = on;
      else if (c == 'm')
        multi_line_ = on;
      else if (c == 's')
        dot_all_ = on;
      else
        return Fail("the group `(?" + std::string(1, c) + "`");
    }
    if (!Take(":")) return Fail("an unfinished group");
  } else {
    ++at_;
  }
  Regex inner = Alternatives();
  ignore_case_ = ignore_case, multi_line_ = multi_line, dot_all_ = dot_all;
  if (!Take(")")) return Fail("an unmatched `(`");
  return inner;
}

Regex Parser::Atom() {
  const char c = text_[at_];
  if (c == '(') return Group();
  if (c == '[') return Set();
  if (c == '\\') return Escape();
  if (c == '*' || c == '+' || c == '?') return Fail("a quantifier without something to repeat");
  if (Take("^")) return Of(multi_line_ ? Regex::Kind::kLineStart : Regex::Kind::kTextStart);
  if (Take("$")) return Of(multi_line_ ? Regex::Kind::kLineEnd : Regex::Kind::kTextEnd);
  if (Take(".")) {
    Regex any = Of(Regex::Kind::kAny);
    any.dot_all = dot_all_;
    return any;
  }
  return Point(NextPoint(text_, &at_));
}

std::optional<uint32_t> Parser::EscapedPoint(char c) {
  switch (c) {
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'x': {
      const auto digit = [](char h) -> int {
        return IsAsciiDigit(h) ? h - '0' : AsciiLower(h) >= 'a' && AsciiLower(h) <= 'f' ? AsciiLower(h) - 'a' + 10 : -1;
      };
      if (at_ + 1 >= text_.size() || digit(text_[at_]) < 0 || digit(text_[at_ + 1]) < 0) return std::nullopt;
      const uint32_t point = static_cast<uint32_t>(digit(text_[at_]) * 16 + digit(text_[at_ + 1]));
      at_ += 2;
      return point;
    }
    default:
      if (!IsAsciiAlnum(c) && static_cast<unsigned char>(c) < 0x80) return static_cast<uint32_t>(c);
      return std::nullopt;
  }
}

Regex Parser::Escape() {
  if (at_ + 1 >= text_.size()) return Fail("a `\\` at the end");
  const char c = text_[at_ + 1];
  at_ += 2;
  if (std::string_view("dDwWsS").find(c) != std::string_view::npos) {
    Regex set = Of(Regex::Kind::kSet);
    set.ranges = ClassRanges(c);
    set.negated = IsAsciiUpper(c);
    set.shorthand = std::string("\\") + c;
    return set;
  }
  if (c == 'b') return Of(Regex::Kind::kWordBoundary);
  if (c == 'B') return Of(Regex::Kind::kNoWordBoundary);
  if (c == 'A') return Of(Regex::Kind::kTextStart);
  if (c == 'z') return Of(Regex::Kind::kTextEnd);
  if (IsAsciiDigit(c)) return Fail("a back-reference");
  if (const std::optional<uint32_t> point = EscapedPoint(c)) return Point(*point);
  return Fail("the escape `\\" + std::string(1, c) + "`");
}

bool Parser::SetEscape(Ranges& ranges, uint32_t* point, bool* is_point) {
  if (at_ + 1 >= text_.size()) return Fail("an unfinished set"), false;
  const char c = text_[at_ + 1];
  at_ += 2;
  *is_point = false;
  if (std::string_view("dDwWsS").find(c) != std::string_view::npos) {
    Ranges more = ClassRanges(c);
    if (IsAsciiUpper(c)) more = Inverted(std::move(more));
    ranges.insert(ranges.end(), more.begin(), more.end());
    return true;
  }
  const std::optional<uint32_t> escaped = c == 'b' ? std::optional<uint32_t>(8) : EscapedPoint(c);
  if (!escaped) return Fail("the escape `\\" + std::string(1, c) + "` in a set"), false;
  *point = *escaped;
  *is_point = true;
  return true;
}

Regex Parser::Set() {
  Regex set = Of(Regex::Kind::kSet);
  set.ignore_case = ignore_case_;
  ++at_;
  set.negated = Take("^");
  bool first = true;
  while (error_.empty()) {
    if (at_ >= text_.size()) return Fail("an unfinished set");
    if (!first && Take("]")) break;
    if (Next("[:") || Next("&&")) return Fail(Next("[:") ? "a POSIX class" : "an intersection of sets");
    first = false;
    uint32_t low = 0;
    bool is_point = true;
    if (Next("\\")) {
      if (!SetEscape(set.ranges, &low, &is_point)) return {};
      if (!is_point) continue;
    } else {
      low = NextPoint(text_, &at_);
    }
    uint32_t high = low;
    if (Next("-") && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
      ++at_;
      Ranges none;
      if (Next("\\")) {
        if (!SetEscape(none, &high, &is_point)) return {};
        if (!is_point) return Fail("a class as the end of a range");
      } else {
        high = NextPoint(text_, &at_);
      }
      if (high < low) return Fail("a range that ends before it begins");
    }
    set.ranges.emplace_back(low, high);
  }
  return set;
}

}  // namespace

Regex Regex::Concat(std::vector<Regex> parts) {
  if (parts.size() == 1) return Regex(std::move(parts[0]));
  Regex concat;
  for (Regex& part : parts) {
    if (part.kind == Kind::kConcat) {
      for (Regex& inner : part.parts) concat.parts.push_back(std::move(inner));
    } else {
      concat.parts.push_back(std::move(part));
    }
  }
  return concat;
}

Regex Regex::Alternate(std::vector<Regex> parts) {
  if (parts.size() == 1) return Regex(std::move(parts[0]));
  Regex alternate;
  alternate.kind = Kind::kAlternate;
  alternate.parts = std::move(parts);
  return alternate;
}

Regex Regex::Text(std::string_view text, bool ignore_case) {
  Regex concat;
  for (size_t at = 0; at < text.size();) {
    Regex point;
    point.kind = Kind::kPoint;
    point.point = NextPoint(text, &at);
    point.ignore_case = ignore_case;
    concat.parts.push_back(std::move(point));
  }
  return concat;
}

Regex Regex::AnyRun() {
  Regex run, any;
  any.kind = Kind::kAny;
  any.dot_all = true;
  run.kind = Kind::kRepeat;
  run.parts.push_back(std::move(any));
  return run;
}

Result<Regex> ParseRegex(std::string_view text, std::string_view flags) {
  return Parser(text, flags).Run();
}

Regex RegexOfPattern(const sigma::Pattern& pattern, bool cased) {
  std::vector<Regex> parts;
  Regex start, end, any;
  start.kind = Regex::Kind::kTextStart;
  end.kind = Regex::Kind::kTextEnd;
  any.kind = Regex::Kind::kAny;
  any.dot_all = true;
  if (!pattern.starts_open()) parts.push_back(start);
  for (const sigma::Pattern::Part& part : pattern.parts) {
    const bool at_end = &part == &pattern.parts.front() || &part == &pattern.parts.back();
    if (part.kind == sigma::Pattern::Part::Kind::kText) parts.push_back(Regex::Text(part.text, !cased));
    if (part.kind == sigma::Pattern::Part::Kind::kOne) parts.push_back(any);
    if (part.kind == sigma::Pattern::Part::Kind::kMany && !at_end) parts.push_back(Regex::AnyRun());
  }
  if (!pattern.ends_open()) parts.push_back(end);
  return Regex::Concat(std::move(parts));
}

namespace {

// The numbers low..high, below 256, as alternatives.
Regex Octets(int low, int high) {
  std::vector<Regex> alternatives;
  const auto digits = [&](std::string_view text, char from, char to) {
    Regex regex = Regex::Text(text, false);
    Regex set;
    set.kind = Regex::Kind::kSet;
    set.ranges = {{static_cast<uint32_t>(from), static_cast<uint32_t>(to)}};
    alternatives.push_back(from == to ? Regex::Text(std::string(text) + from, false)
                                      : Regex::Concat({std::move(regex), std::move(set)}));
  };
  for (int value = low; value <= high;) {
    const int last = std::min(high, value / 10 * 10 + 9);
    digits(value < 10 ? "" : std::to_string(value / 10), static_cast<char>('0' + value % 10),
           static_cast<char>('0' + last % 10));
    value = last + 1;
  }
  return Regex::Alternate(std::move(alternatives));
}

}  // namespace

Result<Regex> RegexOfIpv4Range(std::string_view cidr) {
  int octets[4] = {}, prefix = 32;
  size_t at = 0;
  const auto number = [&](int most) -> int {
    int value = 0;
    const size_t start = at;
    while (at < cidr.size() && IsAsciiDigit(cidr[at]) && at - start < 3) value = value * 10 + (cidr[at++] - '0');
    return at == start || value > most ? -1 : value;
  };
  const Error error{"`" + std::string(cidr) + "` is no IPv4 range"};
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && (at >= cidr.size() || cidr[at++] != '.')) return error;
    if ((octets[i] = number(255)) < 0) return error;
  }
  if (at < cidr.size() && cidr[at] == '/') {
    ++at;
    if ((prefix = number(32)) < 0) return error;
  }
  if (at != cidr.size()) return error;
  std::vector<Regex> parts(1);
  parts[0].kind = Regex::Kind::kTextStart;
  for (int i = 0; i < 4; ++i) {
    const int bits = std::clamp(prefix - 8 * i, 0, 8), free = (1 << (8 - bits)) - 1;
    if (i > 0) parts.push_back(Regex::Text(".", false));
    parts.push_back(Octets(octets[i] & ~free, octets[i] | free));
  }
  parts.emplace_back();
  parts.back().kind = Regex::Kind::kTextEnd;
  return Regex::Concat(std::move(parts));
}

bool MatchesEmptyText(const Regex& regex) {
  switch (regex.kind) {
    case Regex::Kind::kPoint:
    case Regex::Kind::kAny:
    case Regex::Kind::kSet:
    case Regex::Kind::kWordBoundary:
      return false;
    case Regex::Kind::kConcat:
      return std::all_of(regex.parts.begin(), regex.parts.end(), MatchesEmptyText);
    case Regex::Kind::kAlternate:
      return std::any_of(regex.parts.begin(), regex.parts.end(), MatchesEmptyText);
    case Regex::Kind::kRepeat:
      return regex.least == 0 || MatchesEmptyText(regex.parts[0]);
    default:
      return true;
  }
}

bool MayHaveCase(uint32_t point) {
  if (point < 0x80) return IsAsciiAlpha(static_cast<char>(point));
  constexpr std::pair<uint32_t, uint32_t> kWithoutCase[] = {
      {0x80, 0xa9},    {0xab, 0xb4},     {0xb6, 0xb9},     {0xbb, 0xbf},     {0xd7, 0xd7},     {0xf7, 0xf7},
      {0x590, 0x109f}, {0x2000, 0x20ff}, {0x2190, 0x23ff}, {0x2500, 0x2bff}, {0x3000, 0xa63f}, {0xac00, 0xd7ff}};
  return std::none_of(std::begin(kWithoutCase), std::end(kWithoutCase),
                      [&](const auto& range) { return point >= range.first && point <= range.second; });
}

uint32_t NextPoint(std::string_view text, size_t* at) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const uint32_t lead = byte(*at);
  const int more = lead >= 0xf0 && lead < 0xf8 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
  uint32_t point = more == 3 ? lead & 7 : more == 2 ? lead & 15 : more == 1 ? lead & 31 : lead;
  for (int i = 1; i <= more; ++i) {
    if ((byte(*at + static_cast<size_t>(i)) & 0xc0) != 0x80) return ++*at, lead;
    point = point << 6 | (byte(*at + static_cast<size_t>(i)) & 0x3f);
  }
  *at += static_cast<size_t>(more) + 1;
  return point;
}

void AppendPoint(uint32_t point, std::string& out) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3f)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | point >> 12);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xf0 | point >> 18);
    tail(12), tail(6), tail(0);
  }
}

}  // namespace quarry::convert

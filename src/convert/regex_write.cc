// Writes a regular expression in the dialect of a target. The single entry is WriteRegex.
#include <algorithm>

#include "base/ascii.h"
#include "convert/regex.h"

namespace quarry::convert {
namespace {

using Kind = Regex::Kind;

bool IsLetter(uint32_t point) {
  return point < 0x80 && IsAsciiAlpha(static_cast<char>(point));
}
bool Holds(const Regex& set, uint32_t point) {
  return std::any_of(set.ranges.begin(), set.ranges.end(),
                     [&](const auto& range) { return point >= range.first && point <= range.second; });
}
// Is no letter in the set without its other case?
bool IgnoresCaseAnyway(const Regex& set) {
  for (char c = 'a'; c <= 'z'; ++c) {
    if (Holds(set, static_cast<uint32_t>(c)) != Holds(set, static_cast<uint32_t>(AsciiUpper(c)))) return false;
  }
  return std::all_of(set.ranges.begin(), set.ranges.end(), [](const auto& range) {
    return range.second < 0x80 || range.second == 0x10ffff || (!MayHaveCase(range.first) && !MayHaveCase(range.second));
  });
}

struct Uses {
  bool cased = false, nocase = false, outside_ascii = false, dot_line = false, dot_all = false;
};
void Collect(const Regex& regex, Uses& uses) {
  const bool letter = (regex.kind == Kind::kPoint && MayHaveCase(regex.point)) ||
                      (regex.kind == Kind::kSet && !IgnoresCaseAnyway(regex));
  if (letter) (regex.ignore_case ? uses.nocase : uses.cased) = true;
  if (letter && regex.ignore_case) {
    if (regex.kind == Kind::kPoint) uses.outside_ascii |= !IsLetter(regex.point);
    for (const auto& range : regex.ranges) uses.outside_ascii |= range.second >= 0x80 && range.second != 0x10ffff;
  }
  if (regex.kind == Kind::kAny) (regex.dot_all ? uses.dot_all : uses.dot_line) = true;
  for (const Regex& part : regex.parts) Collect(part, uses);
}

// The texts that hold a match, as a whole: anchors at the outer ends are worked in, open ends get `.*`.
bool OpenEnd(Regex& regex, bool front) {
  const Kind anchor = front ? Kind::kTextStart : Kind::kTextEnd;
  if (regex.kind == anchor) {
    regex = Regex();
    return true;
  }
  if (regex.kind == Kind::kAlternate) {
    return std::all_of(regex.parts.begin(), regex.parts.end(), [&](Regex& part) { return OpenEnd(part, front); });
  }
  if (regex.kind == Kind::kConcat && !regex.parts.empty()) {
    return OpenEnd(front ? regex.parts.front() : regex.parts.back(), front);
  }
  if (regex.kind == Kind::kRepeat && regex.least == 0 && regex.most == 1) {
    // An optional anchor asks for nothing.
    Regex empty, some = regex.parts[0];
    regex = Regex::Alternate({std::move(some), std::move(empty)});
    return OpenEnd(regex, front);
  }
  std::vector<Regex> parts;
  if (front) parts.push_back(Regex::AnyRun());
  parts.push_back(std::move(regex));
  if (!front) parts.push_back(Regex::AnyRun());
  regex = Regex::Concat(std::move(parts));
  return true;
}
bool HasAnchors(const Regex& regex) {
  return regex.kind >= Kind::kTextStart || std::any_of(regex.parts.begin(), regex.parts.end(), HasAnchors);
}

bool IsEmpty(const Regex& regex) {
  return regex.kind == Kind::kConcat && regex.parts.empty();
}

class Writer {
 public:
  Writer(const RegexDialect& dialect, bool expand_case, bool expand_dots)
      : dialect_(dialect), expand_case_(expand_case), expand_dots_(expand_dots) {}

  void Write(const Regex& regex, std::string& out);

 private:
  void Point(uint32_t point, std::string& out, bool in_set) const;
  void Set(const Regex& set, std::string& out) const;
  void Grouped(const Regex& regex, std::string& out) {
    out += dialect_.group;
    Write(regex, out);
    out += ')';
  }

  const RegexDialect& dialect_;
  bool expand_case_, expand_dots_;
};

void Writer::Point(uint32_t point, std::string& out, bool in_set) const {
  constexpr std::string_view kSetSpecial = "\\[]^-&~";
  if (point < 0x20 && !dialect_.whole_text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (point) {
      case '\t':
        out += "\\t";
        return;
      case '\n':
        out += "\\n";
        return;
      case '\r':
        out += "\\r";
        return;
      default:
        out += "\\x";
        out += kHex[point >> 4];
        out += kHex[point & 15];
        return;
    }
  }
  if (point < 0x80) {
    const char c = static_cast<char>(point);
    const bool escape =
        in_set ? kSetSpecial.find(c) != std::string_view::npos : dialect_.special.find(c) != std::string_view::npos;
    if (escape) out += '\\';
  }
  AppendPoint(point, out);
}

void Writer::Set(const Regex& set, std::string& out) const {
  if (!set.shorthand.empty() && dialect_.classes) {
    out += set.shorthand;
    return;
  }
  std::vector<std::pair<uint32_t, uint32_t>> ranges = set.ranges;
  const bool fold = set.ignore_case && !IgnoresCaseAnyway(set);
  if (fold && (expand_case_ || dialect_.fold_to_lower)) {
    for (const auto& [low, high] : set.ranges) {
      for (uint32_t c = std::max<uint32_t>(low, 'A'); c <= std::min<uint32_t>(high, 'z'); ++c) {
        if (!IsLetter(c)) continue;
        const uint32_t lower = static_cast<uint32_t>(AsciiLower(static_cast<char>(c)));
        ranges.emplace_back(lower, lower);
        if (expand_case_) ranges.emplace_back(lower - 32, lower - 32);
      }
    }
    std::sort(ranges.begin(), ranges.end());
    std::vector<std::pair<uint32_t, uint32_t>> merged;
    for (const auto& range : ranges) {
      if (!merged.empty() && range.first <= merged.back().second + 1) {
        merged.back().second = std::max(merged.back().second, range.second);
      } else {
        merged.push_back(range);
      }
    }
    ranges = std::move(merged);
  }
  out += set.negated ? "[^" : "[";
  for (const auto& [low, high] : ranges) {
    Point(low, out, true);
    if (high == low) continue;
    if (high > low + 1) out += '-';
    Point(high, out, true);
  }
  out += ']';
}

void Writer::Write(const Regex& regex, std::string& out) {
  switch (regex.kind) {
    case Kind::kPoint: {
      const bool folded = regex.ignore_case && IsLetter(regex.point);
      if (folded && expand_case_) {
        const char c = AsciiLower(static_cast<char>(regex.point));
        out += {'[', c, AsciiUpper(c), ']'};
      } else if (folded && dialect_.fold_to_lower) {
        out += AsciiLower(static_cast<char>(regex.point));
      } else {
        Point(regex.point, out, false);
      }
      return;
    }
    case Kind::kAny:
      if (dialect_.whole_text) {
        out += regex.dot_all ? "." : "[^\n]";
      } else {
        out += !expand_dots_ ? "." : regex.dot_all ? "[\\s\\S]" : "[^\\n]";
      }
      return;
    case Kind::kSet:
      Set(regex, out);
      return;
    case Kind::kConcat:
      for (const Regex& part : regex.parts) {
        if (part.kind == Kind::kAlternate && std::none_of(part.parts.begin(), part.parts.end(), IsEmpty)) {
          Grouped(part, out);
        } else {
          Write(part, out);
        }
      }
      return;
    case Kind::kAlternate: {
      // Some dialects do not read an empty alternative.
      const bool optional = std::any_of(regex.parts.begin(), regex.parts.end(), IsEmpty);
      std::string some;
      for (const Regex& part : regex.parts) {
        if (IsEmpty(part)) continue;
        if (!some.empty()) some += '|';
        Write(part, some);
      }
      out += optional && !some.empty() ? std::string(dialect_.group) + some + ")?" : some;
      return;
    }
    case Kind::kRepeat: {
      const Regex& inner = regex.parts[0];
      if (inner.kind == Kind::kPoint || inner.kind == Kind::kAny || inner.kind == Kind::kSet) {
        Write(inner, out);
      } else {
        Grouped(inner, out);
      }
      if (regex.most < 0 && regex.least <= 1) {
        out += regex.least == 0 ? "*" : "+";
      } else if (regex.least == 0 && regex.most == 1) {
        out += "?";
      } else {
        out += "{" + std::to_string(regex.least);
        if (regex.most != regex.least) out += "," + (regex.most < 0 ? "" : std::to_string(regex.most));
        out += "}";
      }
      if (regex.lazy && !dialect_.whole_text) out += "?";
      return;
    }
    case Kind::kTextStart:
      out += dialect_.text_start;
      return;
    case Kind::kTextEnd:
      out += dialect_.text_end;
      return;
    case Kind::kLineStart:
      out += "(?m:^)";
      return;
    case Kind::kLineEnd:
      out += "(?m:$)";
      return;
    case Kind::kWordBoundary:
      out += "\\b";
      return;
    case Kind::kNoWordBoundary:
      out += "\\B";
      return;
  }
}

}  // namespace

Result<RegexText> WriteRegex(const Regex& given, const RegexDialect& dialect) {
  Regex regex = given;
  if (dialect.whole_text) {
    if (!OpenEnd(regex, true) || !OpenEnd(regex, false) || HasAnchors(regex))
      return Error{"an anchor or word boundary inside the expression"};
  }
  Uses uses;
  Collect(regex, uses);
  if (dialect.fold_to_lower && uses.cased) return Error{"letters whose case counts beside others whose case does not"};
  const bool expand_case = uses.nocase && uses.cased && !dialect.fold_to_lower;
  if (uses.outside_ascii && (expand_case || dialect.fold_to_lower))
    return Error{"letters outside ASCII whose case is ignored"};
  const bool expand_dots = uses.dot_all && uses.dot_line;
  RegexText text;
  Writer(dialect, expand_case, expand_dots).Write(regex, text.text);
  text.ignore_case = uses.nocase && !expand_case && !dialect.fold_to_lower;
  text.dot_all = uses.dot_all && !expand_dots;
  if (dialect.whole_text || !dialect.flag_prefix) return text;
  std::string flags = std::string(text.ignore_case ? "i" : "") + (text.dot_all && !dialect.dot_all_default ? "s" : "");
  if (uses.dot_line && !expand_dots && dialect.dot_all_default) flags += "-s";
  if (!flags.empty()) text.text = "(?" + flags + ")" + text.text;
  return text;
}

}  // namespace quarry::convert

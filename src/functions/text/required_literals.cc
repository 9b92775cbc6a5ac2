#include "functions/text/required_literals.h"

#include "base/ascii.h"
#include "functions/text/finder.h"

namespace quarry {

namespace {
bool IsStructural(char c) {
  return c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':' || c == '"';
}
}  // namespace

LiteralFilter RequiredText(std::string_view text, bool ignore_case) {
  std::vector<LiteralFilter> pieces;
  std::string piece;
  const auto flush = [&] {
    pieces.push_back(LiteralFilter::Literal(std::move(piece), ignore_case));
    piece.clear();
  };
  for (char c : text) {
    if (IsStructural(c) || (ignore_case && static_cast<unsigned char>(c) >= 0x80))
      flush();
    else
      piece += c;
  }
  flush();
  return LiteralFilter::And(std::move(pieces));
}

LiteralFilter RequiredSecond(std::span<const Value* const> constants, bool ignore_case) {
  if (constants.size() < 2 || !constants[1]) return LiteralFilter::Any();
  if (constants[1]->is_null() || constants[1]->type() != Type::kString) return LiteralFilter::Any();
  return RequiredText(constants[1]->text(), ignore_case);
}

namespace {

LiteralFilter RequiredOf(std::span<const Value* const> constants, bool ignore_case, bool all) {
  std::vector<LiteralFilter> filters;
  Arena arena;
  for (size_t i = 1; i < constants.size(); ++i) {
    if (!constants[i] || (constants[i]->type() != Type::kString && constants[i]->type() != Type::kDynamic))
      return LiteralFilter::Any();
    std::vector<std::string> needles;
    AppendNeedles(constants[i]->type(), constants[i]->cell(), arena, needles);
    for (const std::string& needle : needles) filters.push_back(RequiredText(needle, ignore_case));
  }
  return all ? LiteralFilter::And(std::move(filters)) : LiteralFilter::Or(std::move(filters));
}

}  // namespace

LiteralFilter RequiredAnyOf(std::span<const Value* const> constants, bool ignore_case) {
  return RequiredOf(constants, ignore_case, false);
}
LiteralFilter RequiredAllOf(std::span<const Value* const> constants, bool ignore_case) {
  return RequiredOf(constants, ignore_case, true);
}

namespace {

// Walks over a regular expression in RE2's syntax. Runs of plain characters become literals; whatever it does not
// know ends a run and requires nothing.
class RegexLiterals {
 public:
  RegexLiterals(std::string_view pattern, bool ignore_case) : pattern_(pattern), ignore_case_(ignore_case) {}

  LiteralFilter Whole() {
    LiteralFilter filter = Alternatives(0);
    if (failed_ || at_ != pattern_.size()) return LiteralFilter::Any();
    if (!folds_beyond_ascii_) return filter;
    // Without case, Unicode folds two letters into ASCII: the long s and the Kelvin sign.
    std::vector<LiteralFilter> ways;
    ways.push_back(std::move(filter));
    ways.push_back(LiteralFilter::Literal("\xC5\xBF", false));
    ways.push_back(LiteralFilter::Literal("\xE2\x84\xAA", false));
    return LiteralFilter::Or(std::move(ways));
  }

 private:
  bool done() const { return at_ >= pattern_.size(); }
  char peek() const { return pattern_[at_]; }

  LiteralFilter Alternatives(int depth) {
    if (depth > 100) {
      failed_ = true;
      return LiteralFilter::Any();
    }
    const bool outer_case = ignore_case_;
    std::vector<LiteralFilter> branches;
    branches.push_back(Sequence(depth));
    while (!failed_ && !done() && peek() == '|') {
      ++at_;
      branches.push_back(Sequence(depth));
    }
    ignore_case_ = outer_case;
    return LiteralFilter::Or(std::move(branches));
  }

  LiteralFilter Sequence(int depth) {
    std::vector<LiteralFilter> parts;
    std::string run;
    const auto flush = [&] {
      if (!run.empty()) parts.push_back(RequiredText(run, ignore_case_));
      folds_beyond_ascii_ |= ignore_case_ && run.find_first_of("kKsS") != std::string::npos;
      run.clear();
    };
    while (!failed_ && !done() && peek() != '|' && peek() != ')') {
      std::string one;  // the plain character read here, if it is one
      LiteralFilter group = LiteralFilter::Any();
      if (peek() == '(') {
        flush();
        group = Group(depth);
      } else if (peek() == '[') {
        SkipClass();
      } else if (peek() == '\\') {
        one = Escape();
      } else if (peek() == '.' || peek() == '^' || peek() == '$') {
        ++at_;
      } else {
        one = PlainCharacter();
      }
      if (failed_) break;
      bool optional = false, repeated = false;
      Quantifier(&optional, &repeated);
      if (optional || one.empty()) {
        flush();
        if (!optional) parts.push_back(std::move(group));
      } else {
        run += one;
        if (repeated) flush();
      }
    }
    flush();
    return LiteralFilter::And(std::move(parts));
  }

  std::string PlainCharacter() {
    const size_t from = at_++;
    while (!done() && (static_cast<unsigned char>(peek()) & 0xC0) == 0x80) ++at_;  // the rest of a UTF-8 sequence
    return std::string(pattern_.substr(from, at_ - from));
  }

  LiteralFilter Group(int depth) {
    ++at_;
    const bool outer_case = ignore_case_;
    if (!done() && peek() == '?') {
      ++at_;
      if (done()) return Fail();
      if (peek() == 'P' || peek() == '<') {  // named group; not a lookbehind
        const size_t open = pattern_.find('<', at_);
        const size_t close = pattern_.find('>', at_);
        if (open == std::string_view::npos || close == std::string_view::npos || close < open || open > at_ + 1)
          return Fail();
        if (open + 1 < pattern_.size() && (pattern_[open + 1] == '=' || pattern_[open + 1] == '!')) return Fail();
        at_ = close + 1;
      } else {
        bool on = true;
        while (!done() && peek() != ':' && peek() != ')') {
          if (peek() == '-')
            on = false;
          else if (peek() == 'i')
            ignore_case_ = on;
          else if (peek() != 's' && peek() != 'm' && peek() != 'U')
            return Fail();  // x changes what white space means
          ++at_;
        }
        if (done()) return Fail();
        if (peek() == ')') {  // flags for the rest of the enclosing group
          ++at_;
          return LiteralFilter::Any();
        }
        ++at_;
      }
    }
    LiteralFilter inner = Alternatives(depth + 1);
    if (done() || peek() != ')') return Fail();
    ++at_;
    ignore_case_ = outer_case;
    return inner;
  }

  void SkipClass() {
    ++at_;
    if (!done() && peek() == '^') ++at_;
    if (!done() && peek() == ']') ++at_;
    while (!done() && peek() != ']') {
      if (peek() == '\\')
        ++at_;
      else if (pattern_.substr(at_).starts_with("[:")) {
        const size_t close = pattern_.find(":]", at_);
        if (close == std::string_view::npos) break;
        at_ = close + 1;
      }
      if (!done()) ++at_;
    }
    if (done())
      failed_ = true;
    else
      ++at_;
  }

  std::string Escape() {
    ++at_;
    if (done()) {
      failed_ = true;
      return {};
    }
    const char c = peek();
    if (!IsAsciiAlnum(c) && static_cast<unsigned char>(c) < 0x80) {
      ++at_;
      return std::string(1, c);
    }
    constexpr std::string_view kClasses = "dDwWsSbBAz";
    if (kClasses.find(c) != std::string_view::npos) {
      ++at_;
      return {};
    }
    if (c == 't' || c == 'n' || c == 'r') {
      ++at_;
      return {};
    }
    failed_ = true;  // \x, \p, \Q and others
    return {};
  }

  void Quantifier(bool* optional, bool* repeated) {
    while (!done()) {
      if (peek() == '*' || peek() == '?') {
        *optional = true;
        ++at_;
      } else if (peek() == '+') {
        *repeated = true;
        ++at_;
      } else if (peek() == '{') {
        const size_t close = pattern_.find('}', at_);
        if (close == std::string_view::npos) {
          failed_ = true;
          return;
        }
        // {0,...} makes it optional; what is no repetition at all is not worth telling apart.
        *optional = true;
        at_ = close + 1;
      } else {
        return;
      }
    }
  }

  LiteralFilter Fail() {
    failed_ = true;
    return LiteralFilter::Any();
  }

  std::string_view pattern_;
  size_t at_ = 0;
  bool ignore_case_;
  bool failed_ = false;
  bool folds_beyond_ascii_ = false;
};

}  // namespace

LiteralFilter RequiredByRegex(std::string_view pattern, bool ignore_case) {
  return RegexLiterals(pattern, ignore_case).Whole();
}

}  // namespace quarry

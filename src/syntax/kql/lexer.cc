// The lexer of KQL; external entry: Lex.
// Lexical rules: Kusto's string, timespan, numeric and "goo" literals (datetime(2024-05-01) is one token, whose inside
// follows no other rule), names that may begin with digits, comments and `#` directives.
#include "syntax/kql/lexer.h"

#include <array>
#include <string>

#include "base/ascii.h"

namespace quarry::kql {
namespace {

constexpr std::array<std::string_view, 15> kTypedLiterals = {"datetime", "date",   "timespan", "time", "guid",
                                                             "uniqueid", "int",    "int32",    "long", "int64",
                                                             "real",     "double", "decimal",  "bool", "boolean"};
constexpr std::array<std::string_view, 32> kTimeUnits = {
    "d",        "day",         "days",         "h",        "hr",          "hrs",          "hour",        "hours",
    "m",        "min",         "minute",       "minutes",  "s",           "sec",          "second",      "seconds",
    "ms",       "milli",       "millis",       "millisec", "millisecond", "milliseconds", "micro",       "micros",
    "microsec", "microsecond", "microseconds", "nano",     "nanos",       "nanosecond",   "nanoseconds", "tick"};

// Of two characters. Arrows of graph patterns are put together by the parser: `5--3` is a subtraction.
constexpr std::array<std::string_view, 8> kSymbols = {"=>", "==", "=~", "!=", "!~", "<=", ">=", "<>"};

bool IsNameStart(char c) {
  return IsAsciiAlpha(c) || c == '_' || c == '$';
}
bool IsNamePart(char c) {
  return IsAsciiAlnum(c) || c == '_';
}
bool IsHex(char c) {
  return IsAsciiDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

template <size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view word) {
  for (std::string_view item : list)
    if (item == word) return true;
  return false;
}

void AppendUtf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

class Lexer {
 public:
  Lexer(std::string_view text, uint16_t source, Arena& arena, DiagnosticList& diagnostics)
      : text_(text), source_(source), arena_(arena), diagnostics_(diagnostics) {}

  std::vector<Token> Run() {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    for (;;) {
      SkipSpace();
      token_ = Token{};
      token_.line_start = line_start_;
      token_.spaced = spaced_;
      line_start_ = spaced_ = false;
      start_ = at_;
      if (at_ >= text_.size()) {
        Push(TokenKind::kEnd, {});
        return std::move(tokens_);
      }
      Next();
    }
  }

 private:
  char Peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  Span SpanFrom(size_t start) const { return {static_cast<uint32_t>(start), static_cast<uint32_t>(at_), source_}; }

  void Push(TokenKind kind, std::string_view text) {
    token_.kind = kind;
    token_.text = text;
    token_.span = SpanFrom(start_);
    tokens_.push_back(token_);
  }
  void PushTaken(TokenKind kind) { Push(kind, text_.substr(start_, at_ - start_)); }

  void SkipSpace() {
    if (at_ == 0 || tokens_.empty()) line_start_ = true;
    while (at_ < text_.size()) {
      char c = text_[at_];
      if (c == '\n') {
        line_start_ = true;
      } else if (c == '/' && Peek(1) == '/') {
        SkipLine();
        spaced_ = true;
        continue;
      } else if (c == '#' && line_start_) {  // a directive of the client
        SkipLine();
        continue;
      } else if (c == '\xC2' && Peek(1) == '\xA0') {  // no-break space, common in pasted queries
        at_++;
      } else if (c == '\xE2' && Peek(1) == '\x80' && (Peek(2) == '\x8B' || Peek(2) == '\x8E' || Peek(2) == '\xAF')) {
        at_ += 2;  // zero-width and narrow spaces
      } else if (!IsAsciiSpace(c)) {
        return;
      }
      at_++;
      spaced_ = true;
    }
  }
  void SkipLine() {
    while (at_ < text_.size() && text_[at_] != '\n') at_++;
  }

  void Next() {
    char c = Peek();
    if (LexString()) return;
    if (IsNameStart(c)) return LexName();
    if (IsAsciiDigit(c)) return LexNumber();
    if (c == '!' && IsAsciiAlpha(Peek(1))) {
      at_++;
      while (IsNamePart(Peek())) at_++;
      if (Peek() == '~') at_++;
      return PushTaken(TokenKind::kName);
    }
    if (text_.substr(at_, 2) == "..") {
      at_ += 2;
      return PushTaken(TokenKind::kSymbol);
    }
    for (std::string_view symbol : kSymbols) {
      if (text_.substr(at_, 2) == symbol) {
        at_ += 2;
        return PushTaken(TokenKind::kSymbol);
      }
    }
    if (std::string_view("()[]{}|,;:.=<>+-*/%~@").find(c) != std::string_view::npos) {
      at_++;
      return PushTaken(TokenKind::kSymbol);
    }
    do at_++;
    while ((static_cast<unsigned char>(Peek()) & 0xc0) == 0x80);
    diagnostics_
        .Add(Code::Q0103, SpanFrom(start_),
             "invalid character `" + std::string(text_.substr(start_, at_ - start_)) + "`")
        .label = "no token of KQL begins so";
    PushTaken(TokenKind::kInvalid);
  }

  // Strings: 'a', "a" with escapes; @'a' verbatim; h"..." and H@"..." obfuscated; ```...``` and ~~~...~~~.
  bool LexString() {
    size_t ahead = 0;
    if ((Peek() == 'h' || Peek() == 'H') &&
        (Peek(1) == '"' || Peek(1) == '\'' || Peek(1) == '@' || Peek(1) == '`' || Peek(1) == '~'))
      ahead = 1;
    bool verbatim = Peek(ahead) == '@';
    if (verbatim) ahead++;
    std::string_view fence = text_.substr(at_ + ahead < text_.size() ? at_ + ahead : text_.size(), 3);
    if (!verbatim && (fence == "```" || fence == "~~~")) {
      at_ += ahead + 3;
      size_t end = text_.find(fence, at_);
      if (end == std::string_view::npos) {
        Unterminated(ahead + 3);
        at_ = text_.size();
        Push(TokenKind::kString, text_.substr(start_ + ahead + 3));
        return true;
      }
      std::string_view inside = text_.substr(at_, end - at_);
      at_ = end + 3;
      Push(TokenKind::kString, inside);
      return true;
    }
    char quote = Peek(ahead);
    if (quote != '"' && quote != '\'') return false;
    at_ += ahead + 1;
    if (verbatim)
      LexVerbatim(quote, ahead + 1);
    else
      LexEscaped(quote, ahead + 1);
    return true;
  }

  void Unterminated(size_t opening) {
    Span span{static_cast<uint32_t>(start_), static_cast<uint32_t>(start_ + opening), source_};
    diagnostics_.Add(Code::Q0102, span, "unterminated string").label = "opened here and never closed";
  }

  void LexVerbatim(char quote, size_t opening) {
    std::string decoded;
    for (;;) {
      if (at_ >= text_.size()) {
        Unterminated(opening);
        break;
      }
      char c = text_[at_++];
      if (c == quote) {
        if (Peek() != quote) break;
        at_++;
      }
      decoded += c;
    }
    Push(TokenKind::kString, arena_.Copy(decoded));
  }

  void LexEscaped(char quote, size_t opening) {
    std::string decoded;
    for (;;) {
      char c = Peek();
      if (at_ >= text_.size() || c == '\n') {
        Unterminated(opening);
        break;
      }
      at_++;
      if (c == quote) break;
      if (c == '\\')
        LexEscape(decoded);
      else
        decoded += c;
    }
    Push(TokenKind::kString, arena_.Copy(decoded));
  }

  uint32_t HexDigits(int count) {
    uint32_t code = 0;
    for (int i = 0; i < count && IsHex(Peek()); i++, at_++) {
      char c = AsciiLower(text_[at_]);
      code = code * 16 + static_cast<uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return code;
  }

  void LexEscape(std::string& decoded) {
    size_t escape = at_ - 1;
    char c = Peek();
    if (at_ < text_.size()) at_++;
    switch (c) {
      case 'n':
        decoded += '\n';
        return;
      case 't':
        decoded += '\t';
        return;
      case 'r':
        decoded += '\r';
        return;
      case 'a':
        decoded += '\a';
        return;
      case 'b':
        decoded += '\b';
        return;
      case 'f':
        decoded += '\f';
        return;
      case 'v':
        decoded += '\v';
        return;
      case '\\':
      case '\'':
      case '"':
        decoded += c;
        return;
      case 'x':
        AppendUtf8(HexDigits(2), decoded);
        return;
      case 'u': {
        uint32_t code = HexDigits(4);
        if (code >= 0xd800 && code < 0xdc00 && Peek() == '\\' && Peek(1) == 'u') {
          at_ += 2;
          code = 0x10000 + ((code - 0xd800) << 10) + ((HexDigits(4) - 0xdc00) & 0x3ff);
        }
        AppendUtf8(code, decoded);
        return;
      }
      case 'U': {
        uint32_t code = HexDigits(8);
        AppendUtf8(code > 0x10ffff ? 0xfffd : code, decoded);
        return;
      }
      default:
        break;
    }
    if (c >= '0' && c <= '7') {
      uint32_t code = static_cast<uint32_t>(c - '0');
      for (int i = 0; i < 2 && Peek() >= '0' && Peek() <= '7'; i++, at_++)
        code = code * 8 + static_cast<uint32_t>(text_[at_] - '0');
      AppendUtf8(code, decoded);
      return;
    }
    diagnostics_.Add(Code::Q0104, SpanFrom(escape), "invalid escape in a string").label =
        "write `\\\\` for a backslash, or @\"...\"";
    decoded += c;
  }

  void LexName() {
    while (IsNamePart(Peek()) || (at_ == start_ && Peek() == '$')) at_++;
    std::string_view word = text_.substr(start_, at_ - start_);
    if (word == "in" && Peek() == '~') {
      at_++;
      return PushTaken(TokenKind::kName);
    }
    bool member = !tokens_.empty() && tokens_.back().kind == TokenKind::kSymbol && tokens_.back().text == ".";
    if (!member && (Contains(kTypedLiterals, word) || word == "dynamic")) {
      size_t open = at_;
      while (open < text_.size() && IsAsciiSpace(text_[open])) open++;
      if (open < text_.size() && text_[open] == '(') {
        if (word == "dynamic") return PushTaken(TokenKind::kDynamic);
        if (LexTyped(word, open)) return;
      }
    }
    PushTaken(TokenKind::kName);
  }

  // The inside of datetime(...) and its like is text up to the parenthesis; it may be a quoted string.
  bool LexTyped(std::string_view word, size_t open) {
    size_t inside = open + 1;
    size_t close = inside;
    char quote = '\0';
    while (close < text_.size() && (quote != '\0' || text_[close] != ')')) {
      char c = text_[close];
      // With a call inside it is a conversion written like a literal: int(strlen(x)). Left to the parser.
      if (quote == '\0' && c == '(') return false;
      if (quote != '\0' ? c == quote : (c == '"' || c == '\'')) quote = quote != '\0' ? '\0' : c;
      close++;
    }
    if (close >= text_.size()) return false;
    std::string_view value = text_.substr(inside, close - inside);
    while (!value.empty() && IsAsciiSpace(value.front())) value.remove_prefix(1);
    while (!value.empty() && IsAsciiSpace(value.back())) value.remove_suffix(1);
    at_ = close + 1;
    token_.type = word;
    Push(TokenKind::kTyped, value);
    return true;
  }

  void LexNumber() {
    if (Peek() == '0' && (Peek(1) == 'x' || Peek(1) == 'X') && IsHex(Peek(2))) {
      at_ += 2;
      while (IsHex(Peek())) at_++;
      return PushTaken(TokenKind::kLong);
    }
    while (IsAsciiDigit(Peek())) at_++;
    bool real = false;
    if (Peek() == '.' && IsAsciiDigit(Peek(1))) {
      real = true;
      at_++;
      while (IsAsciiDigit(Peek())) at_++;
    } else if (Peek() == '.' && Peek(1) != '.' && !IsNameStart(Peek(1))) {
      real = true;
      at_++;
    }
    if (Peek() == 'e' || Peek() == 'E') {
      size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 2 : 1;
      if (IsAsciiDigit(Peek(sign))) {
        at_ += sign;
        while (IsAsciiDigit(Peek())) at_++;
        return PushTaken(TokenKind::kReal);
      }
    }
    size_t unit = at_;
    while (unit < text_.size() && IsNamePart(text_[unit])) unit++;
    std::string_view suffix = text_.substr(at_, unit - at_);
    if (!suffix.empty()) {
      if (Contains(kTimeUnits, suffix) || suffix == "ticks") {
        at_ = unit;
        return PushTaken(TokenKind::kTimeSpan);
      }
      if (!real) {  // a name that begins with digits
        at_ = unit;
        return PushTaken(TokenKind::kName);
      }
    }
    PushTaken(real ? TokenKind::kReal : TokenKind::kLong);
  }

  std::string_view text_;
  uint16_t source_;
  Arena& arena_;
  DiagnosticList& diagnostics_;
  std::vector<Token> tokens_;
  Token token_;
  size_t at_ = 0;
  size_t start_ = 0;
  bool line_start_ = true;
  bool spaced_ = false;
};

}  // namespace

std::vector<Token> Lex(std::string_view text, uint16_t source, Arena& arena, DiagnosticList& diagnostics) {
  return Lexer(text, source, arena, diagnostics).Run();
}

}  // namespace quarry::kql

// Lexer: see lexer.h. Character classes follow the reference's table of unquoted patterns.
#include "syntax/cql/lexer.h"

#include <string>

#include "base/ascii.h"

namespace quarry::cql {
namespace {

bool IsWordCharacter(char c) {
  return IsAsciiAlnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool IsNameCharacter(char c) {
  return IsWordCharacter(c) || c == '.' || c == '@' || c == '#';
}
bool EndsPattern(char c) {
  return IsAsciiSpace(c) || std::string_view("\"'()[]{},;|=<>").find(c) != std::string_view::npos;
}

}  // namespace

void Lexer::SkipSpace() {
  while (at_ < text_.size()) {
    if (IsAsciiSpace(text_[at_])) {
      ++at_;
    } else if (text_.substr(at_, 2) == "\xC2\xA0") {
      at_ += 2;  // no-break space, which copies out of web pages hold
    } else if (text_.substr(at_, 3) == "\xEF\xBB\xBF" || text_.substr(at_, 3) == "\xE2\x80\x8B") {
      at_ += 3;  // byte order mark, zero width space
    } else if (text_.substr(at_, 2) == "//") {
      size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end;
    } else if (text_.substr(at_, 2) == "/*") {
      size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) {
        diagnostics_.Add(Code::Q0102, {at_, at_ + 2, source_}, "unterminated comment").label = "opened here";
        at_ = text_.size();
      } else {
        at_ = end + 2;
      }
    } else {
      return;
    }
  }
}

bool Lexer::NextIs(std::string_view symbol) {
  SkipSpace();
  return text_.substr(at_, symbol.size()) == symbol;
}

bool Lexer::Take(std::string_view symbol) {
  if (!NextIs(symbol)) return false;
  at_ += symbol.size();
  return true;
}

bool Lexer::NextIsKeyword(std::string_view keyword) {
  SkipSpace();
  if (!EqualsIgnoreAsciiCase(text_.substr(at_, keyword.size()), keyword)) return false;
  char next = Peek(keyword.size());
  return next == '\0' || (EndsPattern(next) && next != '=' && next != '[') || next == '!' || next == '/' ||
         next == '?' || next == '#' || next == '@';
}

bool Lexer::TakeKeyword(std::string_view keyword) {
  if (!NextIsKeyword(keyword)) return false;
  at_ += keyword.size();
  return true;
}

bool Lexer::ReadString(std::string_view* out) {
  uint32_t start = at_;
  char quote = text_[at_++];
  std::string decoded;
  while (at_ < text_.size() && text_[at_] != quote) {
    char c = text_[at_];
    if (c == '\\' && at_ + 1 < text_.size()) {
      char next = text_[at_ + 1];
      at_ += 2;
      // Only these are unescaped; any other pair stays as it is, so that "\." and "\d" reach regular expressions.
      if (next == '\\' || next == quote)
        decoded += next;
      else if (next == 'n')
        decoded += '\n';
      else if (next == 't')
        decoded += '\t';
      else if (next == 'r')
        decoded += '\r';
      else
        (decoded += '\\') += next;
      continue;
    }
    decoded += c;
    ++at_;
  }
  if (at_ >= text_.size()) {
    diagnostics_.Add(Code::Q0102, {start, start + 1, source_}, "unterminated string").label =
        "opened here and never closed";
    *out = arena_.Copy(decoded);
    return false;
  }
  ++at_;
  *out = arena_.Copy(decoded);
  return true;
}

bool Lexer::ReadRegex(Text* out) {
  uint32_t start = at_++;
  // A `/` inside a character class does not end the expression, unless the class is never closed on its line.
  for (bool classes : {true, false}) {
    at_ = start + 1;
    bool in_class = false;
    while (at_ < text_.size() && text_[at_] != '\n') {
      char c = text_[at_];
      if (c == '\\') {
        at_ += 2;
        continue;
      }
      if (c == '/' && !in_class) break;
      if (classes && c == '[') in_class = true;
      if (c == ']') in_class = false;
      ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '/') break;
  }
  if (at_ >= text_.size() || text_[at_] != '/') {
    at_ = at_ > text_.size() ? text_.size() : at_;
    diagnostics_.Add(Code::Q0102, {start, start + 1, source_}, "unterminated regular expression").label =
        "opened here; a `/` inside is written `\\/`";
    return false;
  }
  std::string_view body = text_.substr(start + 1, at_ - start - 1);
  std::string unescaped;
  unescaped.reserve(body.size());
  for (size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '\\' && i + 1 < body.size()) {
      if (body[i + 1] != '/') unescaped += '\\';
      unescaped += body[++i];
    } else {
      unescaped += body[i];
    }
  }
  ++at_;
  uint32_t flags = at_;
  while (at_ < text_.size() && IsAsciiAlpha(text_[at_])) ++at_;
  out->form = Text::Form::kRegex;
  out->text = arena_.Copy(unescaped);
  out->flags = text_.substr(flags, at_ - flags);
  out->span = SpanFrom(start);
  return true;
}

bool Lexer::ReadParameter(Text* out) {
  uint32_t start = at_++;
  out->form = Text::Form::kParameter;
  bool braces = Peek() == '{';
  if (braces) {
    ++at_;
    SkipSpace();
  }
  if (Peek() == '"') {
    if (!ReadString(&out->text)) return false;
  } else {
    uint32_t name = at_;
    while (at_ < text_.size() && (IsWordCharacter(text_[at_]) || text_[at_] == '.' || text_[at_] == '@' ||
                                  text_[at_] == '#' || (braces && text_[at_] == '-')))
      ++at_;
    out->text = text_.substr(name, at_ - name);
  }
  if (out->text.empty()) {
    diagnostics_.Add(Code::Q0101, SpanFrom(start), "a parameter needs a name after `?`").label = "as in `?host`";
    return false;
  }
  if (braces) {
    if (Take("=")) {
      SkipSpace();
      out->has_default = true;
      if (Peek() == '"' || Peek() == '\'') {
        if (!ReadString(&out->fallback)) return false;
      } else {
        // A bare default may hold anything up to the closing brace.
        uint32_t from = at_;
        while (at_ < text_.size() && text_[at_] != '}') ++at_;
        std::string_view bare = text_.substr(from, at_ - from);
        while (!bare.empty() && IsAsciiSpace(bare.back())) bare.remove_suffix(1);
        out->fallback = bare;
      }
    }
    if (!Take("}")) {
      diagnostics_.Add(Code::Q0101, Here(), "expected `}` after the parameter's default").label = "expected `}`";
      return false;
    }
  }
  out->span = SpanFrom(start);
  return true;
}

std::string_view Lexer::ReadPattern() {
  uint32_t start = at_;
  while (at_ < text_.size()) {
    char c = text_[at_];
    if (c == '[' && at_ > start) {
      // An index belongs to the word; any other bracket ends it.
      uint32_t end = at_ + 1;
      while (end < text_.size() && (IsAsciiDigit(text_[end]) || text_[end] == '*')) ++end;
      if (end >= text_.size() || text_[end] != ']') break;
      at_ = end + 1;
      continue;
    }
    if (c == '`' && at_ > start && text_[at_ - 1] == '.') {
      size_t end = text_.find('`', at_ + 1);
      if (end == std::string_view::npos) break;
      at_ = end + 1;
      continue;
    }
    if (c == '{' && at_ > start && text_.substr(start, at_ - start) != "case" &&
        text_.substr(start, at_ - start) != "match") {
      // A placeholder of a template, name_{app_id}_x, is part of the word.
      uint32_t end = at_ + 1;
      while (end < text_.size() && IsWordCharacter(text_[end])) ++end;
      if (end == at_ + 1 || end >= text_.size() || text_[end] != '}') break;
      at_ = end + 1;
      continue;
    }
    if (EndsPattern(c) || c == '`') break;
    char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (next == '=' && (c == '!' || c == ':')) break;
    if (next == '~' && c == '!') break;
    if ((c == '!' || c == '?' || c == '$') && at_ == start) break;
    ++at_;
  }
  return text_.substr(start, at_ - start);
}

std::string_view Lexer::ReadName() {
  uint32_t start = at_;
  while (at_ < text_.size()) {
    char c = text_[at_];
    if (c == '[') {
      uint32_t end = at_ + 1;
      while (end < text_.size() && IsAsciiDigit(text_[end])) ++end;
      if (at_ == start || end >= text_.size() || text_[end] != ']') break;
      at_ = end + 1;
      continue;
    }
    if (c == '`' && at_ > start && text_[at_ - 1] == '.') {
      size_t end = text_.find('`', at_ + 1);
      if (end == std::string_view::npos) break;
      at_ = end + 1;
      continue;
    }
    if (!IsNameCharacter(c)) break;
    ++at_;
  }
  return text_.substr(start, at_ - start);
}

std::string_view Lexer::ReadFunctionName() {
  uint32_t start = at_;
  while (at_ < text_.size() &&
         (IsNameCharacter(text_[at_]) || (text_[at_] == ':' && at_ > start && IsWordCharacter(Peek(1)))))
    ++at_;
  return text_.substr(start, at_ - start);
}

std::string_view Lexer::ReadSavedQueryName() {
  if (Peek() == '"') {
    std::string_view name;
    ReadString(&name);
    return name;
  }
  uint32_t start = at_;
  while (at_ < text_.size() &&
         (IsNameCharacter(text_[at_]) || text_[at_] == '/' || text_[at_] == ':' || text_[at_] == '-'))
    ++at_;
  return text_.substr(start, at_ - start);
}

}  // namespace quarry::cql

// The lexer of CQL. What a character means depends on where it stands (`/` opens a regular expression in a filter and
// divides in an expression; `//` starts a comment only after white space), so there is no token stream: the parser
// asks for the kind of token that it can use, and may go back to an earlier position.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "diag/diagnostic.h"
#include "syntax/cql/tree.h"

namespace quarry::cql {

class Lexer {
 public:
  Lexer(std::string_view text, uint16_t source, Arena& arena, DiagnosticList& diagnostics)
      : text_(text), source_(source), arena_(arena), diagnostics_(diagnostics) {}

  uint32_t position() const { return at_; }
  void GoTo(uint32_t position) { at_ = position; }
  Span SpanFrom(uint32_t start) const { return {start, at_, source_}; }
  Span Here() const { return {at_, at_ < text_.size() ? at_ + 1 : at_, source_}; }
  std::string_view TextOf(Span span) const { return text_.substr(span.start, span.end - span.start); }

  // Skips white space and comments.
  void SkipSpace();
  bool AtEnd() const { return at_ >= text_.size(); }
  // The next character, '\0' at the end. No white space is skipped.
  char Peek(uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  // White space is skipped; then `symbol` is taken when it is next.
  bool Take(std::string_view symbol);
  bool NextIs(std::string_view symbol);
  // A keyword in any case, ended by a character that cannot continue a word.
  bool TakeKeyword(std::string_view keyword);
  bool NextIsKeyword(std::string_view keyword);

  // A quoted string at this place ('"' or '\''). `out` gets the decoded text.
  bool ReadString(std::string_view* out);
  // `/.../flags` at this place.
  bool ReadRegex(Text* out);
  // `?name`, `?"name"`, `?{name=default}` at this place.
  bool ReadParameter(Text* out);
  // A run of pattern characters, possibly empty.
  std::string_view ReadPattern();
  // A field or function name: letters, digits, `_ . @ #`, `[n]`, `[]`, back-quoted members. Possibly empty.
  std::string_view ReadName();
  // ReadName with `:` between the parts of a function name.
  std::string_view ReadFunctionName();
  // The name after `$`: also `/`, `-`, or quoted.
  std::string_view ReadSavedQueryName();

 private:
  std::string_view text_;
  uint16_t source_;
  Arena& arena_;
  DiagnosticList& diagnostics_;
  uint32_t at_ = 0;
};

}  // namespace quarry::cql

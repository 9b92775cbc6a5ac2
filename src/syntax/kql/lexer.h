// Lexer of KQL: the whole text to tokens. Broken strings and characters are reported and lexing goes on.
#pragma once

#include <vector>

#include "base/arena.h"
#include "diag/diagnostic.h"
#include "syntax/kql/token.h"

namespace quarry::kql {

// The last token is kEnd. Decoded strings live in `arena`, the rest views `text`.
std::vector<Token> Lex(std::string_view text, uint16_t source, Arena& arena, DiagnosticList& diagnostics);

}  // namespace quarry::kql

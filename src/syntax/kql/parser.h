// Parser of KQL: the whole query grammar. Recovers at the next `|`, `,`, `;` or closing bracket, so one run reports
// several errors; what could not be read is an Expr of kind kError.
// Management commands (.show, .create ...) are refused by name (Q0301).
#pragma once

#include <string_view>

#include "base/arena.h"
#include "diag/diagnostic.h"
#include "syntax/kql/tree.h"

namespace quarry::kql {

// The tree lives in `arena`; names and literals may view `text`, which must outlive it.
// A text of comments alone gives a query without statements.
// The tree is complete and true to the text exactly when no error was added to `diagnostics`.
Query ParseKql(std::string_view text, uint16_t source, Arena& arena, DiagnosticList& diagnostics);

}  // namespace quarry::kql

// What commands say on stderr: diagnostics with their place, and one-line errors.
// Thread rule: one thread.
#pragma once

#include <string_view>

#include "diag/diagnostic.h"

namespace quarry {

// Set once by main from `--color`.
void SetColorChoice(std::string_view choice);
bool ColorOnStderr();
bool ColorOnStdout();

// Prints the diagnostics from index `from` on. Equal ones are printed once.
void PrintDiagnostics(const DiagnosticList& diagnostics, const SourceMap& sources, size_t from = 0);
// "quarry: MESSAGE" and a line end.
void PrintError(std::string_view message);
bool HasWarnings(const DiagnosticList& diagnostics);

}  // namespace quarry

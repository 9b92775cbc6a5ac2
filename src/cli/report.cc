// Writes diagnostics and errors to stderr.
#include "cli/report.h"

#include <cstdio>
#include <set>
#include <string>

#include "cli/terminal.h"

namespace quarry {
namespace {

std::string& ColorChoice() {
  static std::string choice = "auto";
  return choice;
}

}  // namespace

void SetColorChoice(std::string_view choice) {
  ColorChoice() = choice;
}
bool ColorOnStderr() {
  return UseColor(stderr, ColorChoice());
}
bool ColorOnStdout() {
  return UseColor(stdout, ColorChoice());
}

void PrintDiagnostics(const DiagnosticList& diagnostics, const SourceMap& sources, size_t from) {
  std::set<std::string> seen;
  std::fflush(stdout);
  for (size_t i = from; i < diagnostics.items().size(); ++i) {
    std::string text = RenderText(diagnostics.items()[i], sources, {.color = ColorOnStderr()});
    if (seen.insert(text).second) std::fwrite(text.data(), 1, text.size(), stderr);
  }
}

void PrintError(std::string_view message) {
  std::fflush(stdout);
  std::fprintf(stderr, "quarry: %.*s\n", static_cast<int>(message.size()), message.data());
}

bool HasWarnings(const DiagnosticList& diagnostics) {
  for (const Diagnostic& d : diagnostics.items()) {
    if (d.severity == Severity::kWarning) return true;
  }
  return false;
}

}  // namespace quarry

// Reports the outcome of `--check`.
#include "cli/query_check.h"

#include <cstdio>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "types/json.h"

namespace quarry {
namespace {

// The diagnostics up to `highest` and from `lowest` on in severity.
std::string JsonList(const DiagnosticList& diagnostics, const SourceMap& sources, Severity highest, Severity lowest) {
  std::string text;
  for (const Diagnostic& d : diagnostics.items()) {
    if (d.severity < highest || d.severity > lowest) continue;
    if (!text.empty()) text += ',';
    text += RenderJson(d, sources);
  }
  return "[" + text + "]";
}

// The original event of an open result is no column: its fields are.
bool IsShown(const BoundQuery& plan, const OutputColumn& column) {
  if (plan.event == 0) return true;
  return column.id != plan.event && (plan.lang != Lang::kCql || column.id != plan.time);
}

}  // namespace

int ReportCheck(const DiagnosticList& diagnostics, const std::vector<BoundQuery>* plans, const SourceMap& sources,
                const OutputOptions& output) {
  const int code = plans == nullptr ? kExitQuery : kExitOk;
  if (EffectiveFormat(output) == "table") {
    PrintDiagnostics(diagnostics, sources);
    if (plans == nullptr || plans->empty()) return code;
    TextTable table({{"column"}, {"type"}}, {.width = TerminalWidth(stdout), .color = ColorOnStdout()});
    for (const OutputColumn& column : plans->front().plan->output) {
      if (IsShown(plans->front(), column)) table.AddRow({column.name, std::string(TypeName(column.type))});
    }
    table.Print(stdout);
    return code;
  }
  const bool strict = plans == nullptr && !diagnostics.has_errors();
  std::string text = "{\"errors\":";
  text += JsonList(diagnostics, sources, Severity::kError, strict ? Severity::kWarning : Severity::kError);
  text += ",\"warnings\":";
  text +=
      JsonList(diagnostics, sources, strict ? Severity::kNote : Severity::kWarning, Severity::kNote) + ",\"columns\":[";
  if (plans != nullptr && !plans->empty()) {
    bool first = true;
    for (const OutputColumn& column : plans->front().plan->output) {
      if (!IsShown(plans->front(), column)) continue;
      if (!first) text += ',';
      first = false;
      text += "{\"name\":";
      AppendJsonString(column.name, text);
      text += ",\"type\":\"" + std::string(TypeName(column.type)) + "\"}";
    }
  }
  text += "]}\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
  return code;
}

}  // namespace quarry

// Findings as workflow commands, which GitHub shows at the lines of a pull request.
#include "diag/workflow_command.h"
#include "lint/reports.h"

namespace quarry {
std::string LintGithubReport(const LintReport& report) {
  std::string out;
  for (const std::unique_ptr<LintedFile>& file : report.files) {
    for (const LintFinding& finding : file->findings) {
      const LintPlace place = PlaceOf(*file, finding.span);
      const std::string_view kind = finding.severity == Severity::kNote ? "notice" : SeverityText(finding.severity);
      std::string message = finding.message;
      if (!finding.label.empty()) message += ": " + finding.label;
      for (const std::string& hint : finding.hints) message += "\n" + hint;
      out += "::" + std::string(kind) + " file=" + WorkflowCommandText(place.file, true) +
             ",line=" + std::to_string(place.start.line) + ",col=" + std::to_string(place.start.column);
      // GitHub takes columns of one line only.
      if (place.end.line == place.start.line && place.end.column > place.start.column)
        out += ",endColumn=" + std::to_string(place.end.column);
      out += ",endLine=" + std::to_string(place.end.line) + ",title=" + WorkflowCommandText(finding.check->id, true) +
             "::" + WorkflowCommandText(message, false) + "\n";
    }
  }
  return out;
}

}  // namespace quarry

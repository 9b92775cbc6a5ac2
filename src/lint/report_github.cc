// Findings as workflow commands, which GitHub shows at the lines of a pull request.
#include "lint/reports.h"

namespace quarry {
namespace {

std::string Escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string LintGithubReport(const LintReport& report) {
  std::string out;
  for (const std::unique_ptr<LintedFile>& file : report.files) {
    for (const LintFinding& finding : file->findings) {
      const LintPlace place = PlaceOf(*file, finding.span);
      const std::string_view kind = finding.severity == Severity::kNote ? "notice" : SeverityText(finding.severity);
      std::string message = finding.message;
      if (!finding.label.empty()) message += ": " + finding.label;
      for (const std::string& hint : finding.hints) message += "\n" + hint;
      out += "::" + std::string(kind) + " file=" + Escaped(place.file, true) +
             ",line=" + std::to_string(place.start.line) + ",col=" + std::to_string(place.start.column);
      // GitHub takes columns of one line only.
      if (place.end.line == place.start.line && place.end.column > place.start.column)
        out += ",endColumn=" + std::to_string(place.end.column);
      out += ",endLine=" + std::to_string(place.end.line) + ",title=" + Escaped(finding.check->id, true) +
             "::" + Escaped(message, false) + "\n";
    }
  }
  return out;
}

}  // namespace quarry

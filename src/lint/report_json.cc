// Findings as JSON.
#include "lint/reports.h"
#include "types/json.h"

namespace quarry {
namespace {

void AppendPlace(const LintPlace& place, std::string& out) {
  out += "\"file\":";
  AppendJsonString(place.file, out);
  out += ",\"line\":" + std::to_string(place.start.line) + ",\"column\":" + std::to_string(place.start.column) +
         ",\"end_line\":" + std::to_string(place.end.line) + ",\"end_column\":" + std::to_string(place.end.column);
}

void AppendText(std::string_view key, std::string_view text, std::string& out) {
  if (text.empty()) return;
  out += ",\"" + std::string(key) + "\":";
  AppendJsonString(text, out);
}

void AppendFinding(const LintedFile& file, const LintFinding& finding, std::string& out) {
  out += "{\"check\":";
  AppendJsonString(finding.check->id, out);
  out += ",\"severity\":\"" + std::string(SeverityText(finding.severity)) + "\",\"message\":";
  AppendJsonString(finding.message, out);
  out += ',';
  AppendPlace(PlaceOf(file, finding.span), out);
  AppendText("label", finding.label, out);
  AppendText("platform", finding.platform_verdict, out);
  if (!finding.hints.empty()) {
    out += ",\"hints\":[";
    for (size_t i = 0; i < finding.hints.size(); ++i) {
      if (i) out += ',';
      AppendJsonString(finding.hints[i], out);
    }
    out += ']';
  }
  if (!finding.also.empty()) {
    out += ",\"also\":[";
    for (size_t i = 0; i < finding.also.size(); ++i) {
      out += i ? ",{" : "{";
      AppendPlace(PlaceOf(file, finding.also[i]), out);
      out += '}';
    }
    out += ']';
  }
  if (!finding.fixes.empty()) {
    out += ",\"fix\":{\"safe\":" + std::string(finding.fix_is_safe ? "true" : "false") + ",\"edits\":[";
    for (size_t i = 0; i < finding.fixes.size(); ++i) {
      const Fix& fix = finding.fixes[i];
      out += (i ? ",{\"start\":" : "{\"start\":") + std::to_string(fix.span.start) +
             ",\"end\":" + std::to_string(fix.span.end) + ",\"text\":";
      AppendJsonString(fix.text, out);
      out += '}';
    }
    out += "]}";
  }
  out += '}';
}

}  // namespace

std::string LintJsonReport(const LintReport& report) {
  std::string out = "{\"findings\":[";
  bool first = true;
  for (const std::unique_ptr<LintedFile>& file : report.files) {
    for (const LintFinding& finding : file->findings) {
      if (!first) out += ",\n";
      first = false;
      AppendFinding(*file, finding, out);
    }
  }
  out += "],\"files\":" + std::to_string(report.files.size());
  for (const auto& [key, severity] :
       {std::pair{"errors", Severity::kError}, {"warnings", Severity::kWarning}, {"notes", Severity::kNote}})
    out += ",\"" + std::string(key) + "\":" + std::to_string(report.Count(severity));
  return out + "}\n";
}

}  // namespace quarry

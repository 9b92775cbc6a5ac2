// Caret text and the summary line.
#include "diag/excerpt.h"
#include "lint/reports.h"

namespace quarry {

LintPlace PlaceOf(const LintedFile& file, Span span) {
  if (!span.known()) span = {0, 0, 0};
  return {std::string(file.sources.name(span.source)), file.sources.Locate(span.source, span.start),
          file.sources.Locate(span.source, span.end)};
}

std::string LintTextReport(const LintReport& report, bool color) {
  std::string out;
  for (const std::unique_ptr<LintedFile>& file : report.files) {
    for (const LintFinding& finding : file->findings) {
      // The code is not shown: the check's id stands in its place.
      Diagnostic diagnostic{Code::Q0501,   finding.severity, finding.message,          finding.span,
                            finding.label, finding.hints,    finding.platform_verdict, {}};
      if (!diagnostic.span.known()) diagnostic.span = {0, 0, 0};
      out += RenderTextAs(finding.check->id, diagnostic, file->sources, {.color = color});
      const std::string margin(std::to_string(PlaceOf(*file, finding.span).start.line).size(), ' ');
      if (!finding.also.empty()) {
        out += margin + " = also at ";
        for (size_t i = 0; i < finding.also.size(); ++i) {
          const LineColumn at = PlaceOf(*file, finding.also[i]).start;
          out += (i ? ", " : "") + std::to_string(at.line) + ":" + std::to_string(at.column);
        }
        out += "\n";
      }
      if (!finding.fixes.empty())
        out += margin + (finding.fix_is_safe ? " = fix: `--fix` " : " = fix: `--fix --unsafe-fixes` ") +
               (finding.check->fix.empty() ? "writes the corrected form" : std::string(finding.check->fix)) + "\n";
      out += "\n";
    }
  }
  return out;
}

std::string LintSummary(const LintReport& report) {
  const size_t counts[] = {report.Count(Severity::kError), report.Count(Severity::kWarning),
                           report.Count(Severity::kNote)};
  const char* const names[] = {"error", "warning", "note"};
  size_t all = 0, safe = 0, unsafe = 0, suppressed = 0;
  std::string parts;
  for (size_t i = 0; i < 3; ++i) {
    all += counts[i];
    if (counts[i] == 0) continue;
    parts += (parts.empty() ? "" : ", ") + std::to_string(counts[i]) + " " + names[i] + (counts[i] == 1 ? "" : "s");
  }
  for (const std::unique_ptr<LintedFile>& file : report.files) {
    suppressed += file->suppressed;
    for (const LintFinding& finding : file->findings) {
      if (!finding.fixes.empty()) ++(finding.fix_is_safe ? safe : unsafe);
    }
  }
  std::string text = std::to_string(all) + (all == 1 ? " finding" : " findings");
  if (all > 0) text += " (" + parts + ")";
  text += " in " + std::to_string(report.files.size()) + (report.files.size() == 1 ? " file" : " files");
  if (safe > 0) text += "; " + std::to_string(safe) + " can be fixed with --fix";
  if (unsafe > 0) text += "; " + std::to_string(unsafe) + " with --fix --unsafe-fixes";
  if (suppressed > 0) text += "; " + std::to_string(suppressed) + " suppressed";
  return text;
}

}  // namespace quarry

// Findings as SARIF 2.1.0. Paths are relative URIs; columns count code points, from 1, with the end excluded.
#include <map>

#include "base/ascii.h"
#include "lint/reports.h"
#include "types/json.h"

namespace quarry {
namespace {

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

std::string Uri(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  std::string uri = path.starts_with("/") ? "file://" : "";
  for (const char c : path) {
    if (IsAsciiAlnum(c) || std::string_view("-._~/").find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    static constexpr char kHex[] = "0123456789ABCDEF";
    uri += '%';
    uri += kHex[static_cast<unsigned char>(c) >> 4];
    uri += kHex[static_cast<unsigned char>(c) & 15];
  }
  return uri;
}

std::string Region(const LintPlace& place) {
  return "{\"startLine\":" + std::to_string(place.start.line) +
         ",\"startColumn\":" + std::to_string(place.start.column) + ",\"endLine\":" + std::to_string(place.end.line) +
         ",\"endColumn\":" + std::to_string(place.end.column) + "}";
}

std::string Location(const LintPlace& place) {
  return "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":" + Quoted(Uri(place.file)) +
         "},\"region\":" + Region(place) + "}}";
}

std::string Rule(const LintCheck& check) {
  std::string out = "{\"id\":" + Quoted(check.id) + ",\"name\":" + Quoted(check.name);
  out += ",\"shortDescription\":{\"text\":" + Quoted(check.name) + "}";
  out += ",\"fullDescription\":{\"text\":" + Quoted(check.doc) + "}";
  out += ",\"help\":{\"text\":" +
         Quoted(std::string(check.rationale) + "\n\nbad:\n" + std::string(check.bad) + "\n\ngood:\n" +
                std::string(check.good)) +
         "}";
  return out + ",\"defaultConfiguration\":{\"level\":\"" + std::string(SeverityText(check.severity)) + "\"}}";
}

// Stays when lines are added above: the check and the text of the line, and which of several such it is.
std::string Fingerprint(const LintedFile& file, const LintFinding& finding, std::map<std::string, int>& seen) {
  uint32_t start = 0;
  const Span span = finding.span.known() ? finding.span : Span{0, 0, 0};
  std::string key(finding.check->id);
  for (const char c : file.sources.LineAt(span.source, span.start, &start)) {
    if (!IsAsciiSpace(c)) key += c;
  }
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  char text[32];
  std::snprintf(text, sizeof text, "%016llx:%d", static_cast<unsigned long long>(hash), ++seen[key]);
  return text;
}

std::string FixOf(const LintedFile& file, const LintFinding& finding) {
  std::string out = ",\"fixes\":[{\"description\":{\"text\":" +
                    Quoted(finding.check->fix.empty() ? "write the corrected form" : finding.check->fix) +
                    "},\"artifactChanges\":[{\"artifactLocation\":{\"uri\":" + Quoted(Uri(file.path)) +
                    "},\"replacements\":[";
  for (size_t i = 0; i < finding.fixes.size(); ++i) {
    const Fix& fix = finding.fixes[i];
    out += (i ? ",{\"deletedRegion\":" : "{\"deletedRegion\":") + Region(PlaceOf(file, fix.span)) +
           ",\"insertedContent\":{\"text\":" + Quoted(fix.text) + "}}";
  }
  return out + "]}]}]";
}

}  // namespace

std::string LintSarifReport(const LintReport& report, std::string_view version) {
  std::string out =
      "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{"
      "\"driver\":{\"name\":\"quarry lint\",\"version\":" +
      Quoted(version) + ",\"rules\":[";
  std::map<const LintCheck*, size_t> index;
  for (const LintCheck* check : AllLintChecks()) {
    out += index.empty() ? "\n" : ",\n";
    index.emplace(check, index.size());
    out += Rule(*check);
  }
  out += "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[";
  bool first = true;
  for (const std::unique_ptr<LintedFile>& file : report.files) {
    std::map<std::string, int> seen;
    for (const LintFinding& finding : file->findings) {
      out += first ? "\n" : ",\n";
      first = false;
      std::string message = finding.message;
      if (!finding.label.empty()) message += ": " + finding.label;
      for (const std::string& hint : finding.hints) message += ". " + hint;
      out +=
          "{\"ruleId\":" + Quoted(finding.check->id) + ",\"ruleIndex\":" + std::to_string(index[finding.check]) +
          ",\"level\":\"" + std::string(SeverityText(finding.severity)) +
          "\",\"message\":{\"text\":" + Quoted(message) + "},\"locations\":[" + Location(PlaceOf(*file, finding.span)) +
          "],\"partialFingerprints\":{\"primaryLocationLineHash\":" + Quoted(Fingerprint(*file, finding, seen)) + "}";
      if (!finding.also.empty()) {
        out += ",\"relatedLocations\":[";
        for (size_t i = 0; i < finding.also.size(); ++i)
          out += (i ? "," : "") + Location(PlaceOf(*file, finding.also[i]));
        out += ']';
      }
      if (!finding.fixes.empty()) out += FixOf(*file, finding);
      out += '}';
    }
  }
  return out + "]}]}\n";
}

}  // namespace quarry

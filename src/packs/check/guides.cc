// The check of guides. The single entry is CheckPackGuides.
#include <algorithm>
#include <set>
#include <span>

#include "base/ascii.h"
#include "packs/check/parts.h"
#include "packs/files.h"

namespace quarry {
namespace {

constexpr std::string_view kInvestigationSections[] = {"First look", "Evidence", "Scope", "Verdict"};
constexpr std::string_view kResponseSections[] = {"Preserve", "Contain", "Eradicate", "Recover", "Report"};

// Headings in lower case, those in code blocks left out.
std::set<std::string> HeadingsOf(std::string_view text) {
  std::set<std::string> headings;
  bool code = false;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("```")) code = !code;
    const size_t level = line.find_first_not_of('#');
    if (code || level == 0 || level == std::string_view::npos || line[level] != ' ') continue;
    line.remove_prefix(level + 1);
    while (!line.empty() && IsAsciiSpace(line.back())) line.remove_suffix(1);
    headings.insert(AsciiLowered(line));
  }
  return headings;
}

// Binds the queries of a guide's code blocks, at their places in the file.
void BindQueries(const std::string& path, std::string_view text, Engine& engine, DiagnosticList& diagnostics) {
  Lang lang = Lang::kKql;
  bool in_query = false;
  std::string query;
  uint32_t line_number = 0, first_line = 1;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    ++line_number;
    if (!line.starts_with("```")) {
      if (in_query) query.append(line).append("\n");
      continue;
    }
    if (in_query) {
      DiagnosticList found;
      const uint16_t source = engine.sources().Add(path, query, first_line);
      const bool bound = engine.Bind(lang, source, {}, found).ok();
      for (const Diagnostic& diagnostic : found.items()) {
        if (!bound && diagnostic.severity == Severity::kError)
          diagnostics.Add(diagnostic.code, diagnostic.span, diagnostic.message) = diagnostic;
      }
    }
    const std::string_view name = line.substr(3);
    in_query = name == "kql" || name == "cql";
    lang = name == "cql" ? Lang::kCql : Lang::kKql;
    first_line = line_number + 1;
    query.clear();
  }
}

// Control characters other than line ends and tabs are no text: pages, terminals and editors make of them what they
// like.
void CheckCharacters(const std::string& path, const std::string& text, SourceMap& sources,
                     DiagnosticList& diagnostics) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
  };
  const auto first = std::find_if(text.begin(), text.end(), is_control);
  if (first == text.end()) return;
  const auto at = static_cast<uint32_t>(first - text.begin());
  const auto count = std::count_if(text.begin(), text.end(), is_control);
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(*first);
  const std::string name = {'U', '+', '0', '0', kDigits[byte >> 4], kDigits[byte & 15]};
  // As a text without them, which can be shown.
  std::string shown = text;
  std::replace_if(shown.begin(), shown.end(), is_control, ' ');
  const uint16_t source = sources.Add(path, std::move(shown));
  diagnostics
      .Add(Code::Q0503, {at, at + 1, source},
           "a control character in a guide: " + name +
               (count > 1 ? " and " + std::to_string(count - 1) + " more" : std::string()))
      .label = "a guide is text";
}

class GuideCheck {
 public:
  GuideCheck(const Pack& pack, Engine& engine, DiagnosticList& diagnostics)
      : pack_(pack), engine_(engine), diagnostics_(diagnostics) {}
  void Run(const PlacedText& guide, std::span<const std::string_view> sections);

 private:
  const Pack& pack_;
  Engine& engine_;
  DiagnosticList& diagnostics_;
};

void GuideCheck::Run(const PlacedText& guide, std::span<const std::string_view> sections) {
  const std::string path = JoinPath(pack_.folder, guide.text);
  Result<std::string> text = ReadWholeFile(path);
  if (!text) {
    diagnostics_.Add(Code::Q0601, guide.span, text.error().message);
    return;
  }
  CheckCharacters(path, *text, engine_.sources(), diagnostics_);
  const std::set<std::string> headings = HeadingsOf(*text);
  for (const std::string_view section : sections) {
    if (!headings.count(AsciiLowered(section)))
      diagnostics_.Add(Code::Q0506, guide.span, "`" + guide.text + "` has no section `" + std::string(section) + "`")
          .label = "a heading `## " + std::string(section) + "`";
  }
  BindQueries(path, *text, engine_, diagnostics_);
}

}  // namespace

void CheckPackGuides(const Pack& pack, Engine& engine, DiagnosticList& diagnostics) {
  if (pack.investigation_guide.text.empty()) {
    diagnostics.Add(Code::Q0507, pack.span, "the package has no `guides`").label =
        "who gets a finding needs to know what to do with it";
    return;
  }
  GuideCheck check(pack, engine, diagnostics);
  check.Run(pack.investigation_guide, kInvestigationSections);
  check.Run(pack.response_guide, kResponseSections);
  std::vector<std::string_view> categories;
  for (const FalsePositive& benign : pack.false_positives) categories.push_back(benign.category);
  check.Run(pack.tuning_guide, categories);
}

}  // namespace quarry

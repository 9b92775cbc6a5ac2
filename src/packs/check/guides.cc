// The check of guides. The single entry is CheckPackGuides.
#include <set>

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

template <typename Sections>
void CheckGuide(const Pack& pack, const PlacedText& guide, const Sections& sections, DiagnosticList& diagnostics) {
  Result<std::string> text = ReadWholeFile(JoinPath(pack.folder, guide.text));
  if (!text) {
    diagnostics.Add(Code::Q0601, guide.span, text.error().message);
    return;
  }
  const std::set<std::string> headings = HeadingsOf(*text);
  for (const std::string_view section : sections) {
    if (!headings.count(AsciiLowered(section)))
      diagnostics.Add(Code::Q0506, guide.span, "`" + guide.text + "` has no section `" + std::string(section) + "`")
          .label = "a heading `## " + std::string(section) + "`";
  }
}

}  // namespace

void CheckPackGuides(const Pack& pack, DiagnosticList& diagnostics) {
  if (pack.investigation_guide.text.empty()) {
    diagnostics.Add(Code::Q0507, pack.span, "the package has no `guides`").label =
        "who gets a finding needs to know what to do with it";
    return;
  }
  CheckGuide(pack, pack.investigation_guide, kInvestigationSections, diagnostics);
  CheckGuide(pack, pack.response_guide, kResponseSections, diagnostics);
  std::vector<std::string_view> categories;
  for (const FalsePositive& benign : pack.false_positives) categories.push_back(benign.category);
  CheckGuide(pack, pack.tuning_guide, categories, diagnostics);
}

}  // namespace quarry

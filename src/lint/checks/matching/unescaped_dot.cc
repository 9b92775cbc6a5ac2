// Dots that were meant literally.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
// Offsets of dots between word characters, in front of what only ends names.
std::vector<size_t> BareDots(std::string_view regex) {
  std::vector<size_t> dots;
  for (size_t i = 0; i + 1 < regex.size(); ++i) {
    if (regex[i] == '\\') {
      ++i;
      continue;
    }
    if (regex[i] == '[') {
      const size_t end = regex.find(']', i + 2);
      if (end == std::string_view::npos) return dots;
      i = end;
      continue;
    }
    if (regex[i] != '.' || i == 0 || !IsAsciiAlnum(regex[i - 1])) continue;
    for (const std::string_view ending : {"exe", "dll", "ps1", "bat", "com", "net", "org", "dev", "app", "io"}) {
      const size_t after = i + 1 + ending.size();
      if (regex.substr(i + 1).starts_with(ending) && (after == regex.size() || !IsAsciiAlnum(regex[after])))
        dots.push_back(i);
    }
  }
  return dots;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    if (test.kind != TextTest::Kind::kRegex || test.field_kind == FieldKind::kOther) continue;
    for (const TextValue& value : test.values) {
      const std::vector<size_t> dots = BareDots(value.text);
      if (dots.empty()) continue;
      LintFinding& finding = reporter.Report(value.span, "`.` stands for any character here");
      finding.label = "in `" + value.text.substr(dots[0] > 12 ? dots[0] - 12 : 0, 20) + "` it is meant as a dot";
      // Only a text that stands in the file as it is can be changed at the same places.
      const std::string_view written = query.sources->TextOf(value.span);
      const size_t at = written.find(value.text);
      const bool verbatim = written.starts_with("@") || written.starts_with("/") || query.lang == Lang::kSigma;
      if (at == std::string_view::npos || !verbatim) continue;
      finding.fix_is_safe = false;
      for (const size_t dot : dots) {
        const uint32_t place = value.span.start + static_cast<uint32_t>(at + dot);
        finding.fixes.push_back({query.SpanOf(place, place), "\\"});
      }
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnescapedDot) = {
    .id = "unescaped-dot",
    .name = "dot without its backslash",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc = "A regular expression for hosts or programs has a `.` between letters that is not escaped.",
    .rationale = "It stands for any character: `workers.dev` matches `workersXdev`, `cmd.exe` matches `cmd-exe`.",
    .bad = "| where RemoteUrl matches regex \"workers.dev$\"",
    .good = "| where RemoteUrl matches regex @\"workers\\.dev$\"",
    .fix = "writes `\\.`",
    .query = CheckQuery,
};

}  // namespace quarry

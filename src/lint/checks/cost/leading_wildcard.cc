// Superfluous beginnings of regular expressions.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    if (test.kind != TextTest::Kind::kRegex) continue;
    for (const TextValue& value : test.values) {
      std::string_view text = value.text;
      std::string_view flags;
      if (text.starts_with("(?i)")) {
        flags = text.substr(0, 4);
        text.remove_prefix(4);
      }
      const size_t length = text.starts_with("^.*") ? 3 : text.starts_with(".*") ? 2 : 0;
      // `.*` alone says that the field exists; `.*?` and alternatives are another matter.
      if (length == 0 || text.size() == length || text[length] == '?' || text[length] == '$' ||
          text.find('|') != std::string_view::npos || text.find("(?<") != std::string_view::npos ||
          text.find("(?P<") != std::string_view::npos || text.find("\\n") != std::string_view::npos)
        continue;
      LintFinding& finding = reporter.Report(
          value.span, "the regular expression begins with `" + std::string(text.substr(0, length)) + "`");
      finding.label = "it matches anywhere without it";
      // Of several lines, `^` is the first alone; and what a `let` names may be used otherwise too.
      const bool own = value.span.start >= test.span.start && value.span.end <= test.span.end;
      finding.fix_is_safe = length == 2 && own;
      const std::string_view written = query.sources->TextOf(value.span);
      const std::string whole = std::string(flags) + std::string(text.substr(0, length));
      const size_t at = written.find(whole);
      if (at == std::string_view::npos) continue;
      const uint32_t start = value.span.start + static_cast<uint32_t>(at + flags.size());
      finding.fixes.push_back({query.SpanOf(start, start + static_cast<uint32_t>(length)), ""});
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kLeadingWildcard) = {
    .id = "leading-wildcard",
    .name = "regular expression that begins with `.*`",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc = "A regular expression begins with `.*` (or `^.*`), though it may match anywhere in the text.",
    .rationale = "It finds the same rows without, and the engine tries every place of the text twice.",
    .bad = "| where FolderPath matches regex @\".*\\\\Temp\\\\[a-z]{8}\\.exe\"",
    .good = "| where FolderPath matches regex @\"\\\\Temp\\\\[a-z]{8}\\.exe\"",
    .fix = "removes it",
    .query = CheckQuery,
};

}  // namespace quarry

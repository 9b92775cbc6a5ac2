// Comparisons with case where the system has none.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
std::string_view IgnoringCase(std::string_view op) {
  struct Pair {
    std::string_view with, without;
  };
  static constexpr Pair kPairs[] = {{"==", "=~"},
                                    {"!=", "!~"},
                                    {"in", "in~"},
                                    {"!in", "!in~"},
                                    {"has_cs", "has"},
                                    {"!has_cs", "!has"},
                                    {"contains_cs", "contains"},
                                    {"!contains_cs", "!contains"},
                                    {"startswith_cs", "startswith"},
                                    {"!startswith_cs", "!startswith"},
                                    {"endswith_cs", "endswith"},
                                    {"!endswith_cs", "!endswith"}};
  for (const Pair& pair : kPairs) {
    if (pair.with == op) return pair.without;
  }
  return {};
}

bool HasLetter(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size())
      ++i;  // an escape of a regular expression
    else if (IsAsciiAlpha(text[i]))
      return true;
  }
  return false;
}

// Paths of Linux and macOS have a case.
bool IsAboutUnix(const LintQuery& query) {
  bool unix_platform = false, windows = false;
  for (const TextTest& test : query.tests) {
    if (test.field != "event_platform" || test.negated) continue;
    for (const TextValue& value : test.values) {
      windows |= value.text.find("Win") != std::string::npos;
      unix_platform |= value.text.find("Lin") != std::string::npos || value.text.find("Mac") != std::string::npos;
    }
  }
  return unix_platform && !windows;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (IsAboutUnix(query)) return;
  for (const TextTest& test : query.tests) {
    if (test.ignore_case || !test.filters || test.field_kind == FieldKind::kOther ||
        test.field_kind == FieldKind::kCommandLine)
      continue;
    // Falcon writes host names in lower case; in LogScale `=` is the usual comparison of names.
    if (query.lang == Lang::kCql && test.kind != TextTest::Kind::kRegex) continue;
    bool letters = false, captures = false;
    for (const TextValue& value : test.values) {
      letters |= HasLetter(value.text);
      captures |= value.text.find("(?<") != std::string::npos || value.text.find("(?P<") != std::string::npos;
    }
    if (captures) continue;  // it reads parts of the text, and says nothing about its case
    if (!letters) continue;
    LintFinding& finding = reporter.Report(test.op_span, "`" + test.op + "` compares the case of `" + test.field + "`");
    finding.label = "Windows and DNS do not";
    const std::string_view without = query.lang == Lang::kKql ? IgnoringCase(test.op) : std::string_view();
    if (without.empty()) {
      finding.hints.emplace_back(query.lang == Lang::kKql ? "begin the pattern with `(?i)`" : "add the flag `i`");
    } else {
      finding.fixes.push_back({test.op_span, std::string(without)});
      finding.fix_is_safe = false;
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kCaseSensitivePath) = {
    .id = "case-sensitive-path",
    .name = "case of a path or host compared",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql,
    .doc = "A path, a program's name or a host is compared with its case, though Windows and DNS have none.",
    .rationale =
        "`PowerShell.EXE` and `WORKERS.dev` are the same program and host to the system, and another text"
        " to the query.",
    .bad = "| where FolderPath startswith_cs \"c:\\\\users\"",
    .good = "| where FolderPath startswith \"c:\\\\users\"",
    .fix = "compares without case",
    .query = CheckQuery,
};

}  // namespace quarry

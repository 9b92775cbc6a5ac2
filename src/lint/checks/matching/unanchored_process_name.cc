// Names of programs that are open at their beginning.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
bool IsProgramName(std::string_view text) {
  if (text.size() < 5 || !IsAsciiAlnum(text[0])) return false;
  for (const char c : text) {
    if (!IsAsciiAlnum(c) && c != '.' && c != '_' && c != '-') return false;
  }
  for (const std::string_view ending : {".exe", ".com", ".scr"}) {
    if (AsciiLowered(text).ends_with(ending)) return true;
  }
  return false;
}

// A name whose beginning is open, as an example of what matches; "" when it is anchored.
std::string OpenName(const TextTest& test) {
  for (const TextValue& value : test.values) {
    if (test.kind == TextTest::Kind::kEndsWith) {
      if (IsProgramName(value.text)) return value.text;
      continue;
    }
    bool ignored = false;
    for (const RegexAlternative& alternative : RegexAlternatives(value.text, &ignored)) {
      if (alternative.start_anchored || !alternative.end_anchored) continue;
      std::string_view text = alternative.text;
      while (text.starts_with(".*")) text.remove_prefix(2);
      if (!text.empty() && IsAsciiAlpha(text[0]) && AsciiLowered(text).ends_with("\\.exe"))
        return (alternative.is_literal ? alternative.literal : std::string(text));
    }
  }
  return {};
}

// An alternative with `.*` before its ending: "python.*\\.exe"; "" when there is none.
std::string OpenMiddle(const TextTest& test) {
  if (test.kind != TextTest::Kind::kRegex) return {};
  for (const TextValue& value : test.values) {
    bool ignored = false;
    for (const RegexAlternative& alternative : RegexAlternatives(value.text, &ignored)) {
      if (alternative.text.find(".*\\.exe") != std::string::npos && IsAsciiAlpha(alternative.text[0]))
        return alternative.text;
    }
  }
  return {};
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const TextTest& test : query.tests) {
    // A column of names alone has nothing before the name.
    if (test.field_kind != FieldKind::kProcessPath &&
        !(test.field_kind == FieldKind::kProcessName && test.kind == TextTest::Kind::kRegex))
      continue;
    if (test.kind != TextTest::Kind::kEndsWith && test.kind != TextTest::Kind::kRegex) continue;
    const std::string name = OpenName(test);
    if (name.empty()) continue;
    LintFinding& finding = reporter.Report(test.span, "`" + name + "` does not begin at a separator");
    finding.label = test.negated ? "`not" + name + "` is left out as well" : "`x" + name + "` matches too";
    if (const std::string open = OpenMiddle(test); !open.empty()) {
      const std::string begin = open.substr(0, open.find(".*"));
      finding.hints.push_back("`" + open + "` matches `" + begin + "-installer.exe` as well");
    }
    finding.hints.emplace_back(query.lang == Lang::kSigma ? "write `\\" + name + "`"
                                                          : "begin the pattern with `[\\\\/]` or `(?:^|[\\\\/])`");
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kUnanchoredProcessName) = {
    .id = "unanchored-process-name",
    .name = "program name without its beginning",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc = "A comparison of a path's end with the name of a program that does not begin at a separator.",
    .rationale =
        "`xcmd.exe` ends with `cmd.exe`, `python-installer.exe` matches `python.*\\.exe`, and "
        "`notchrome.exe` passes for a browser.",
    .bad = "| ImageFileName=/cmd\\.exe$/i",
    .good = "| ImageFileName=/[\\\\\\/]cmd\\.exe$/i",
    .query = CheckQuery,
};

}  // namespace quarry

// Lists of browsers and of suspicious programs.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
bool Has(const std::string& list, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (list.find(name) != std::string::npos) return true;
  }
  return false;
}

size_t CountOf(const std::string& list, std::initializer_list<std::string_view> names) {
  size_t count = 0;
  for (const std::string_view name : names) count += list.find(name) != std::string::npos;
  return count;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  // Only rules about hosts are about who reaches them.
  bool hosts = false;
  for (const TextTest& test : query.tests) hosts |= test.field_kind == FieldKind::kHost;
  if (!hosts) return;
  for (const TextTest& test : query.tests) {
    if (test.field_kind != FieldKind::kProcessName && test.field_kind != FieldKind::kProcessPath) continue;
    std::string list;
    for (const TextValue& value : test.values) list += AsciiLowered(value.text) + "\n";
    const size_t browsers = CountOf(list, {"chrome", "firefox", "msedge", "iexplore", "opera", "brave", "vivaldi"});
    const size_t suspects =
        CountOf(list, {"powershell", "wscript", "cscript", "mshta", "rundll32", "regsvr32", "curl"});
    std::string missing;
    if (test.negated && browsers >= 3 && !Has(list, {"webview"}))
      missing = "embedded browsers and what is built on one: msedgewebview2.exe, Teams, Slack, Code (Electron)";
    if (!test.negated && suspects >= 3 && !Has(list, {"winword", "excel", "outlook", "powerpnt"}))
      missing = "Office programs: winword.exe, excel.exe, powerpnt.exe, outlook.exe";
    if (!missing.empty())
      reporter.Report(test.span, "the list of programs has a known gap").label = "it lacks " + missing;
    const bool everywhere = query.lang != Lang::kSigma;
    if (everywhere && (browsers >= 3 || suspects >= 3) && Has(list, {".exe", "\\.exe"}) &&
        !Has(list, {"google chrome", "bash", "/usr/", "python3\n", "curl\n"}))
      reporter.Report(test.span, "every name of the list is of Windows").label =
          "the table has events of macOS and Linux too, where no name ends with `.exe`";
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kProcessListGap) = {
    .id = "process-list-gap",
    .name = "list of programs with known gaps",
    .severity = Severity::kNote,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "A list of browsers or of suspicious programs lacks what belongs to it: embedded browsers "
        "(`msedgewebview2.exe`) and applications built on one, Office programs, or the names on macOS and"
        " Linux, where the table has events of those too.",
    .rationale =
        "Applications that embed a browser reach the same hosts as browsers do and fill the result; "
        "Office programs are where malicious add-ins and macros run; a program is not called `.exe` on "
        "macOS and Linux.",
    .bad = "| where InitiatingProcessFileName !in~ (\"chrome.exe\", \"firefox.exe\", \"msedge.exe\")",
    .good =
        "| where InitiatingProcessFileName !in~ (\"chrome.exe\", \"firefox.exe\", \"msedge.exe\", "
        "\"msedgewebview2.exe\", \"ms-teams.exe\", \"Google Chrome\")",
    .query = CheckQuery,
};

}  // namespace quarry

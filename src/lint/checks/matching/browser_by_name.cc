// Exclusion of browsers by name.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
bool NamesBrowser(std::string_view text) {
  const std::string name = AsciiLowered(text);
  for (const std::string_view browser : {"chrome", "firefox", "msedge", "iexplore", "opera", "brave", "vivaldi"}) {
    const size_t at = name.find(browser);
    if (at != std::string::npos && name.find_first_of(" :/") == std::string::npos &&
        name.find("program") == std::string::npos)
      return true;
  }
  return false;
}

bool ByNameAlone(const TextTest& test) {
  if (test.field_kind != FieldKind::kProcessName && test.field_kind != FieldKind::kProcessPath) return false;
  size_t browsers = 0;
  for (const TextValue& value : test.values) {
    // A folder before the name says where the program was installed.
    const size_t folder = value.text.find_last_of("\\/");
    const bool has_folder = folder != std::string::npos && folder > 1 && test.kind != TextTest::Kind::kRegex;
    if (!has_folder && NamesBrowser(value.text) && value.text.find("Program") == std::string::npos) ++browsers;
  }
  return browsers * 2 >= test.values.size() && browsers > 0;
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  // Elsewhere a browser by its name is one program of many, not a way past the rule.
  bool hosts = false;
  for (const TextTest& test : query.tests) hosts |= test.field_kind == FieldKind::kHost;
  for (const char* about :
       {"DeviceNetworkEvents", "DnsRequest", "NetworkConnectIP4", "dns_query", "network_connection"})
    hosts |= query.tables.contains(about);
  if (!hosts) return;
  bool by_path = false;
  for (const TextTest& test : query.tests) {
    if (!test.negated || test.field_kind != FieldKind::kProcessPath) continue;
    for (const TextValue& value : test.values)
      by_path |= AsciiLowered(value.text).find("program files") != std::string::npos;
  }
  if (by_path) return;
  for (const TextTest& test : query.tests) {
    if (!test.negated || !test.filters || !ByNameAlone(test)) continue;
    LintFinding& finding = reporter.Report(test.span, "browsers are left out by their file name alone");
    finding.label = "a `chrome.exe` in %TEMP% is left out as well";
    finding.hints.emplace_back("compare the whole path of an installation, the signer and the original file name");
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kBrowserByName) = {
    .id = "browser-by-name",
    .name = "browsers left out by their name alone",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc = "Rows of browsers are left out, and a browser is whatever has the file name of one.",
    .rationale =
        "An implant that is saved as `chrome.exe` in %TEMP% is invisible to the rule. Leave out the full "
        "path of an installation, with signer and original file name where the telemetry has them.",
    .bad = "| where InitiatingProcessFileName !in~ (\"chrome.exe\", \"msedge.exe\")",
    .good =
        "| where not(InitiatingProcessFolderPath startswith @\"C:\\Program Files\\Google\\Chrome\\\" and "
        "InitiatingProcessFileName =~ \"chrome.exe\")",
    .query = CheckQuery,
};

}  // namespace quarry

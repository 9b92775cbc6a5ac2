// Hosts that do not name their tenant.
#include <set>

#include "lint/host_pattern.h"
#include "lint/lint_query.h"
#include "providers/provider.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  std::set<std::string_view> seen;
  std::string text(query.text);
  for (const TextTest& test : query.tests) {
    if (test.negated) continue;
    for (const HostPattern& pattern : HostPatternsOf(test)) {
      for (const Provider& provider : AllProviders()) {
        if (provider.tenant != "path" || !provider.alertable()) continue;
        for (const std::string_view suffix : provider.suffixes) {
          if (!NamesSuffix(pattern.text, suffix) || !seen.insert(provider.platform).second) continue;
          LintFinding& finding = reporter.Report(
              pattern.span, "all tenants of " + std::string(provider.platform) + " share `" + pattern.text + "`");
          finding.label = "only the path of the URL tells them apart";
          if (suffix == "script.google.com" && text.find("googleusercontent") == std::string::npos)
            finding.hints.emplace_back(
                "its answers redirect to script.googleusercontent.com, which the query does not look for: seeing both "
                "confirms a call");
        }
      }
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSharedHost) = {
    .id = "shared-host",
    .name = "host that all tenants share",
    .severity = Severity::kNote,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "The query compares hosts with one whose tenants are told apart by the path alone, such as "
        "`script.google.com`, `logic.azure.com` and `functions.yandexcloud.net`.",
    .rationale =
        "Without URLs nothing tells the organisation's own scripts from an adversary's: prevalence by "
        "host is that of the platform. Apps Script answers by redirecting to "
        "`script.googleusercontent.com`; seeing both confirms a call.",
    .bad = "| where RemoteUrl == \"script.google.com\"",
    .good = "| where RemoteUrl startswith \"https://script.google.com/macros/s/AKfycbx\"",
    .query = CheckQuery,
};

}  // namespace quarry

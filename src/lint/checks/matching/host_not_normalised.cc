// Anchored patterns over hosts in their original spelling.
#include "lint/host_pattern.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const char* normaliser : {"normalize_host", "normalizeHost", "parse_url", "parseUrl", "parseUri"}) {
    if (query.text.find(normaliser) != std::string_view::npos) return;
  }
  for (const TextTest& test : query.tests) {
    for (const HostPattern& pattern : HostPatternsOf(test)) {
      if (!pattern.only_dollar || !LooksLikeDomain(pattern.text)) continue;
      LintFinding& finding = reporter.Report(test.span, "`" + test.field + "` is compared as it stands");
      finding.label = "a port, a path or the dot behind `" + pattern.text + "` hides it";
      return;
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kHostNotNormalised) = {
    .id = "host-not-normalised",
    .name = "host compared as it stands",
    .severity = Severity::kNote,
    .languages = kLintKql | kLintCql,
    .doc =
        "A regular expression ends a host name with `$`, without `\\.?`, and nothing before it brings the "
        "host to one spelling.",
    .rationale =
        "Telemetry writes hosts as `https://a.workers.dev/x`, `a.workers.dev:443` and `a.workers.dev.` "
        "too; none of these ends where the pattern ends.",
    .bad = "| regex(\"\\\\.workers\\\\.dev$\", field=DomainName)",
    .good = "| regex(\"\\\\.workers\\\\.dev\\\\.?$\", field=DomainName)",
    .query = CheckQuery,
};

}  // namespace quarry

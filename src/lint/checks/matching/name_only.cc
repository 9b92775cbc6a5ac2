// Evidence by names alone.
#include <set>

#include "lint/host_pattern.h"
#include "lint/lint_query.h"
#include "providers/provider.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const char* other :
       {"CNAMERecords", "CNAME", "QueryResults", "DnsQueryResult", "RemoteIP ", "IP4Records", "JA3", "ja3"}) {
    if (query.text.find(other) != std::string_view::npos) return;
  }
  std::set<std::string_view> platforms;
  Span place;
  for (const TextTest& test : query.tests) {
    if (test.negated || !test.filters) continue;
    for (const HostPattern& pattern : HostPatternsOf(test)) {
      for (const Provider& provider : AllProviders()) {
        for (const std::string_view suffix : provider.suffixes) {
          if (NamesSuffix(pattern.text, suffix) && platforms.insert(provider.platform).second && !place.known())
            place = test.span;
        }
      }
    }
  }
  if (platforms.size() < 3) return;
  LintFinding& finding = reporter.Report(place, "the name of a host is all the evidence");
  finding.label = "custom domains, CNAMEs and content networks have other names";
  finding.hints.emplace_back(
      "encrypted client hello, DNS over HTTPS, resolvers of applications and proxies hide names; the answers of DNS "
      "events show CNAMEs");
}

}  // namespace

QUARRY_DEFINE(LintCheck, kNameOnly) = {
    .id = "name-only",
    .name = "platforms found by their names alone",
    .severity = Severity::kNote,
    .languages = kLintKql | kLintCql,
    .doc = "The only evidence of the query is that a host has the name of a platform.",
    .rationale =
        "Custom domains, CNAMEs and content networks before the platform, encrypted client hello, DNS "
        "over HTTPS, resolvers of applications and proxies hide the name. CNAME answers (`QueryResults` "
        "of Sysmon, `CNAMERecords` of Falcon) recover some.",
    .bad =
        "| where RemoteUrl endswith \".workers.dev\" or RemoteUrl endswith \".vercel.app\" or RemoteUrl "
        "endswith \".netlify.app\"",
    .good =
        "the same, with the CNAME answers of DNS events beside it, and the blind spot stated in the "
        "package",
    .query = CheckQuery,
};

}  // namespace quarry

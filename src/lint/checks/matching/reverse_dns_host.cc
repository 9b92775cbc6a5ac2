// DestinationHostname in rules about connections.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.sigma || query.sigma->logsource.category != "network_connection" ||
      query.sigma->logsource.product != "windows")
    return;
  for (const TextTest& test : query.tests) {
    if (test.field != "DestinationHostname") continue;
    LintFinding& finding = reporter.Report(test.field_span, "`DestinationHostname` is the answer of a reverse look-up");
    finding.label = test.negated ? "whoever owns the address chooses the name that leaves it out"
                                 : "not the name that the process asked for";
    finding.hints.emplace_back("the category `dns_query` has the name itself in `QueryName`");
    return;
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kReverseDnsHost) = {
    .id = "reverse-dns-host",
    .name = "host name from a reverse look-up",
    .severity = Severity::kWarning,
    .languages = kLintSigma,
    .doc = "A rule compares `DestinationHostname` of Sysmon's event 3 with the names of a service.",
    .rationale =
        "Sysmon asks the reverse zone for that name: a connection to script.google.com shows a name below"
        " 1e100.net, one to a content network often none. The name that was asked for is in event 22, "
        "`QueryName`.",
    .bad =
        "logsource: {category: network_connection, product: windows}\n"
        "detection:\n"
        "  sel:\n"
        "    DestinationHostname|endswith: .workers.dev\n"
        "  condition: sel",
    .good =
        "logsource: {category: dns_query, product: windows}\n"
        "detection:\n"
        "  sel:\n"
        "    QueryName|endswith: .workers.dev\n"
        "  condition: sel",
    .query = CheckQuery,
};

}  // namespace quarry

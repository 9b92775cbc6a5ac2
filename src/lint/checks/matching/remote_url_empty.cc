// Filters that need RemoteUrl.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (!query.tables.contains("DeviceNetworkEvents") || query.text.find("DnsQueryResponse") != std::string_view::npos ||
      query.text.find("RemoteIP ") != std::string_view::npos)
    return;
  for (const TextTest& test : query.tests) {
    if (test.negated || !test.filters || test.field != "RemoteUrl" || test.table != "DeviceNetworkEvents") continue;
    // A test of the address beside it, or of action types that always have the name, answers for the rest.
    for (const TextTest& other : query.tests) {
      if (other.field == "RemoteIP") return;
      if (other.field != "ActionType" || other.negated) continue;
      for (const TextValue& value : other.values) {
        if (value.text == "HttpConnectionInspected" || value.text == "DnsConnectionInspected" ||
            value.text == "SslConnectionInspected")
          return;
      }
    }
    LintFinding& finding = reporter.Report(test.field_span, "`RemoteUrl` is empty in many rows of `ConnectionSuccess`");
    finding.label = "connections that carry an address alone are not found";
    finding.hints.emplace_back(
        "with aggregated reporting an hourly row stands for many connections: rows are no beats");
    return;
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kRemoteUrlEmpty) = {
    .id = "remote-url-empty",
    .name = "column that connections often lack",
    .severity = Severity::kNote,
    .languages = kLintKql,
    .doc = "A filter needs `RemoteUrl`, which is empty in many rows of `ConnectionSuccess`.",
    .rationale =
        "Where the sensor saw no name, the row has an address alone and the filter drops it. DNS answers "
        "(`DeviceEvents`, `DnsQueryResponse`) hold names that connections lack.",
    .bad = "DeviceNetworkEvents | where RemoteUrl endswith \".workers.dev\"",
    .good =
        "union (DeviceNetworkEvents | where RemoteUrl endswith \".workers.dev\"), (DeviceEvents | where "
        "ActionType == \"DnsQueryResponse\" | where tostring(AdditionalFields.DnsQueryString) endswith "
        "\".workers.dev\")",
    .query = CheckQuery,
};

}  // namespace quarry

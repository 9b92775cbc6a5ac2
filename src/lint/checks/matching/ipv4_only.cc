// NetworkConnectIP4 without NetworkConnectIP6.
#include "lint/lint_query.h"

namespace quarry {
namespace {

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const std::string& table : query.tables) {
    if (!table.ends_with("IP4") || query.tables.contains(table.substr(0, table.size() - 1) + "6")) continue;
    const size_t at = query.text.find(table);
    // The name itself, not a longer one or a pattern for both.
    if (at == std::string_view::npos ||
        query.text.find(table.substr(0, table.size() - 1) + "6") != std::string_view::npos ||
        query.text.find(table.substr(0, table.size() - 1) + "*") != std::string_view::npos)
      continue;
    LintFinding& finding =
        reporter.Report(query.SpanOf(static_cast<uint32_t>(at), static_cast<uint32_t>(at + table.size())),
                        "`" + table + "` holds connections over IPv4 alone");
    finding.label = "the same over IPv6 is `" + table.substr(0, table.size() - 1) + "6`";
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kIpv4Only) = {
    .id = "ipv4-only",
    .name = "event type of IPv4 alone",
    .severity = Severity::kWarning,
    .languages = kLintCql,
    .doc = "The query reads `NetworkConnectIP4` (or another `...IP4` event) and not its `...IP6` twin.",
    .rationale =
        "Connections over IPv6 are another event type. Many cloud hosts, Lambda function URLs among them,"
        " have addresses of both.",
    .bad = "#event_simpleName=NetworkConnectIP4",
    .good = "#event_simpleName=/^NetworkConnectIP[46]$/",
    .query = CheckQuery,
};

}  // namespace quarry

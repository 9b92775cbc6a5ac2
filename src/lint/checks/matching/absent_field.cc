// Fields of the process that Falcon's other events do not carry.
#include <algorithm>

#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
// Fields of the process that events about what it did do not carry, and where they are.
constexpr std::string_view kProcessFields[] = {"ImageFileName", "CommandLine", "ParentBaseFileName", "SHA256HashData",
                                               "UserName"};
constexpr std::string_view kEventsWithout[] = {"DnsRequest", "NetworkConnectIP4", "NetworkConnectIP6",
                                               "NetworkListenIP4", "NetworkReceiveAcceptIP4"};

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (query.tables.size() != 1) return;
  const std::string& event = *query.tables.begin();
  if (std::find(std::begin(kEventsWithout), std::end(kEventsWithout), event) == std::end(kEventsWithout)) return;
  // What a join, a lookup or an assignment brings is not the event's own.
  for (const CqlNode& node : query.cql_calls) {
    for (const std::string_view brings :
         {"join", "match", "selfJoinFilter", "correlate", "defineTable", "groupBy", "rename", "kvParse", "parseJson"}) {
      const bool lookup = EqualsIgnoreAsciiCase(node.call->name, "match");
      bool has_regex = false;
      for (const cql::Argument& argument : node.call->args) has_regex |= argument.name == "regex";
      if (EqualsIgnoreAsciiCase(node.call->name, brings) && !(lookup && has_regex)) return;
    }
    if (node.call->saved_query) return;
  }
  const auto is_absent = [&](std::string_view field) {
    if (std::find(std::begin(kProcessFields), std::end(kProcessFields), field) == std::end(kProcessFields))
      return false;
    const TableSchema* table = query.catalog->FindTable(event);
    return table && !table->Find(field);
  };
  std::set<std::string> reported;
  for (const TextTest& test : query.tests) {
    if (!is_absent(test.field)) continue;
    reported.insert(test.field);
    LintFinding& finding = reporter.Report(test.field_span, "`" + event + "` has no `" + test.field + "`");
    finding.label = test.negated   ? "so nothing is left out: the negation passes every event"
                    : test.filters ? "so no event passes"
                                   : "so the test is false for every event";
    finding.hints.emplace_back(
        "the name alone is in `ContextBaseFileName` (newer sensors); path, user and command line "
        "are in `ProcessRollup2`, whose `TargetProcessId` is this `ContextProcessId`, on the same `aid`");
  }
  for (const CqlNode& node : query.cql_calls) {
    if (!EqualsIgnoreAsciiCase(node.call->name, "table") && !EqualsIgnoreAsciiCase(node.call->name, "select")) continue;
    for (const cql::Argument& argument : node.call->args) {
      if (!argument.value || argument.value->kind != cql::Expr::Kind::kArray) continue;
      for (const cql::Expr* item : argument.value->operands) {
        if (!is_absent(item->text) || !reported.insert(std::string(item->text)).second) continue;
        LintFinding& finding = reporter.Report(item->span, "`" + event + "` has no `" + std::string(item->text) + "`");
        finding.severity = Severity::kWarning;
        finding.label = "the column stays empty";
      }
    }
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kAbsentField) = {
    .id = "absent-field",
    .name = "field that the event type lacks",
    .severity = Severity::kError,
    .languages = kLintCql,
    .doc =
        "A filter reads a field that the event type of the query does not have: `ImageFileName` and "
        "`CommandLine` of `DnsRequest` and `NetworkConnectIP4` are those of the process, in "
        "`ProcessRollup2` of the same `aid`.",
    .rationale =
        "A filter on an absent field finds nothing, and its negation lets everything pass: an exclusion "
        "of browsers that leaves nothing out.",
    .bad = "#event_simpleName=DnsRequest | ImageFileName!=/chrome/i",
    .good = "#event_simpleName=DnsRequest | ContextBaseFileName!=/^chrome\\.exe$/i",
    .query = CheckQuery,
};

}  // namespace quarry

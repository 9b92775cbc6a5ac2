// Functions that the platforms lack.
#include "base/ascii.h"
#include "bind/cql/function.h"
#include "lint/lint_query.h"
#include "syntax/cql/catalogue.h"

namespace quarry {
namespace {
// KQL's names that are Quarry's own; in CQL everything is that the platform's catalogue lacks.
constexpr std::string_view kKqlExtensions[] = {"normalize_host",      "domain_suffix_match", "registrable_domain",
                                               "serverless_provider", "serverless_tenant",   "beacon_score",
                                               "name_randomness",     "dns_label_entropy"};

bool IsExtension(const LintQuery& query, std::string_view name) {
  if (query.lang == Lang::kCql) return !cql::IsCatalogueFunction(name) && FindCqlFunction(name) != nullptr;
  for (const std::string_view known : kKqlExtensions) {
    if (known == name) return !query.lets.contains(name);
  }
  return false;
}

void ReportUse(std::string_view name, Span span, LintReporter& reporter) {
  LintFinding& finding = reporter.Report(span, "`" + std::string(name) + "` is Quarry's own function");
  finding.label = "the platform does not have it";
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  for (const KqlNode& node : query.kql_nodes) {
    if (node.expr->kind == kql::Expr::Kind::kCall && IsExtension(query, node.expr->text))
      ReportUse(node.expr->text, node.expr->text_span.known() ? node.expr->text_span : node.expr->span, reporter);
  }
  for (const CqlNode& node : query.cql_calls) {
    if (!node.call->saved_query && IsExtension(query, node.call->name))
      ReportUse(node.call->name, node.call->name_span, reporter);
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kQuarryExtension) = {
    .id = "quarry-extension",
    .name = "function that only Quarry has",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql,
    .doc = "The query calls a function that Quarry adds to the language.",
    .rationale = "It runs in Quarry alone; the platform refuses it.",
    .bad = "DeviceNetworkEvents | extend Host = normalize_host(RemoteUrl)",
    .good = "DeviceNetworkEvents | extend Host = tolower(tostring(parse_url(RemoteUrl).Host))",
    .query = CheckQuery,
};

}  // namespace quarry

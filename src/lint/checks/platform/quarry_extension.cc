// Functions that the platforms lack.
#include <map>

#include "base/ascii.h"
#include "bind/cql/function.h"
#include "lint/lint_query.h"
#include "syntax/cql/catalogue.h"

namespace quarry {
namespace {
// KQL's names that are Quarry's own; in CQL everything is that the platform's catalogue lacks.
constexpr std::string_view kKqlExtensions[] = {"beacon",
                                               "beacon_score",
                                               "domain_suffix_match",
                                               "longest_label",
                                               "noisy_or",
                                               "normalize_host",
                                               "number_set",
                                               "number_set_count",
                                               "number_set_missing",
                                               "number_set_overlap",
                                               "ramp",
                                               "rarity",
                                               "registrable_domain",
                                               "serverless_class",
                                               "serverless_ids_are_random",
                                               "serverless_labels",
                                               "serverless_provider",
                                               "serverless_tenant",
                                               "shannon_entropy",
                                               "wilson_lower"};

bool IsExtension(const LintQuery& query, std::string_view name) {
  if (query.lang == Lang::kCql) return !cql::IsCatalogueFunction(name) && FindCqlFunction(name) != nullptr;
  for (const std::string_view known : kKqlExtensions) {
    if (known == name) return !query.lets.contains(name);
  }
  return false;
}

// One finding a function: the first place carries it, the others stand behind it.
class Uses {
 public:
  Uses(const LintQuery& query, LintReporter& reporter) : query_(query), reporter_(reporter) {}
  void Add(std::string_view name, Span span) { places_[AsciiLowered(name)].push_back(span); }
  void Report() {
    for (const auto& [name, spans] : places_) {
      const std::string written(query_.sources->TextOf(spans.front()));
      LintFinding& finding = reporter_.Report(spans.front(), "`" + written + "` is Quarry's own function");
      finding.label = "the platform does not have it";
      finding.also.assign(spans.begin() + 1, spans.end());
      // Where nobody says that the query is for a platform, it may be for Quarry.
      if (!query_.target_stated) finding.severity = Severity::kNote;
    }
  }

 private:
  const LintQuery& query_;
  LintReporter& reporter_;
  std::map<std::string, std::vector<Span>> places_;
};

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  Uses uses(query, reporter);
  for (const KqlNode& node : query.kql_nodes) {
    const kql::Expr& expr = *node.expr;
    if (expr.kind != kql::Expr::Kind::kCall || !IsExtension(query, expr.text)) continue;
    const uint32_t end = expr.span.start + static_cast<uint32_t>(expr.text.size());
    uses.Add(expr.text, expr.text_span.known() ? expr.text_span : query.SpanOf(expr.span.start, end));
  }
  for (const CqlNode& node : query.cql_calls) {
    if (!node.call->saved_query && IsExtension(query, node.call->name)) uses.Add(node.call->name, node.call->name_span);
  }
  uses.Report();
}

}  // namespace

QUARRY_DEFINE(LintCheck, kQuarryExtension) = {
    .id = "quarry-extension",
    .name = "function that only Quarry has",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql,
    .doc = "The query calls a function that Quarry adds to the language.",
    .rationale =
        "It runs in Quarry alone; the platform refuses it. A note, unless a target is stated or the text names one.",
    .bad = "DeviceNetworkEvents | extend Host = normalize_host(RemoteUrl)",
    .good = "DeviceNetworkEvents | extend Host = tolower(tostring(parse_url(RemoteUrl).Host))",
    .query = CheckQuery,
};

}  // namespace quarry

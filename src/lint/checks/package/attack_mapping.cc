// Mappings to techniques of the PRE platform alone.
#include "lint/lint_query.h"
#include "packs/attack.h"

namespace quarry {
namespace {
// Techniques of the PRE platform: their parents' numbers.
bool IsPre(std::string_view id) {
  static constexpr std::string_view kParents[] = {"T1583", "T1584", "T1585", "T1586", "T1587", "T1588", "T1608",
                                                  "T1650", "T1589", "T1590", "T1591", "T1592", "T1593", "T1594",
                                                  "T1595", "T1596", "T1597", "T1598", "T1681"};
  for (const std::string_view parent : kParents) {
    if (id.substr(0, 5) == parent) return true;
  }
  return false;
}

void Judge(const std::vector<std::pair<std::string, Span>>& techniques, LintReporter& reporter) {
  if (techniques.empty()) return;
  for (const auto& [id, span] : techniques) {
    if (!IsPre(id)) return;
  }
  LintFinding& finding =
      reporter.Report(techniques[0].second, "`" + techniques[0].first + "` happens where no telemetry is");
  finding.label = "name the techniques that the events show as well";
  if (techniques[0].first.starts_with("T1583"))
    finding.hints.emplace_back("observed for T1583.007: T1071.001, T1102, T1090, T1665");
}

void AddIds(const yaml::Node* node, std::vector<std::pair<std::string, Span>>& out) {
  if (!node) return;
  const yaml::Node* id = node->Find("id");
  if (id) out.emplace_back(id->text, id->span);
  if (node->is_scalar()) {
    const std::string attack = AttackId(node->text);
    if (attack.starts_with("T1")) out.emplace_back(attack, node->span);
  }
  for (const yaml::Node& item : node->items) AddIds(&item, out);
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  std::vector<std::pair<std::string, Span>> techniques;
  for (const auto& [id, span] : query.attack) techniques.emplace_back(id, query.SpanOf(0, 1));
  Judge(techniques, reporter);
}

void CheckRule(const LintRule& rule, LintReporter& reporter) {
  if (!rule.document) return;
  std::vector<std::pair<std::string, Span>> techniques;
  AddIds(rule.document->Find("tags"), techniques);
  AddIds(rule.document->Find("relevantTechniques"), techniques);
  Judge(techniques, reporter);
}

void CheckPack(const LintPack& pack, LintReporter& reporter) {
  std::vector<std::pair<std::string, Span>> techniques;
  const yaml::Node* attack = pack.document->Find("attack");
  if (!attack) return;
  AddIds(attack->Find("attributed"), techniques);
  AddIds(attack->Find("observed"), techniques);
  Judge(techniques, reporter);
}

}  // namespace

QUARRY_DEFINE(LintCheck, kAttackMapping) = {
    .id = "attack-mapping",
    .name = "technique that no telemetry shows",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma | kLintPackage,
    .doc =
        "The only techniques of a rule or package belong to Reconnaissance or Resource Development (PRE),"
        " which happen outside of the defender's network.",
    .rationale =
        "ATT&CK itself says to look at later stages for T1583 and its kin. Name what the telemetry shows "
        "as well: for T1583.007, T1071.001, T1102, T1090 and T1665.",
    .bad =
        "attack:\n"
        "  attributed: [T1583.007]",
    .good =
        "attack:\n"
        "  attributed: [T1583.007]\n"
        "  observed: [T1071.001, T1102, T1090]",
    .query = CheckQuery,
    .rule = CheckRule,
    .pack = CheckPack,
};

}  // namespace quarry

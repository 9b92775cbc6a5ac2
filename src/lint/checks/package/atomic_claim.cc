// Claims of atomic tests.
#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
// "T1583.007" where the text claims its atomics; "".
std::string ClaimedTechnique(const std::string& text) {
  const std::string lower = AsciiLowered(text);
  const size_t named = lower.find("atomic red team"), linked = lower.find("atomics/t158");
  if (named == std::string::npos && linked == std::string::npos) return {};
  if (linked == std::string::npos && lower.find("no test") != std::string::npos) return {};
  const size_t from = linked != std::string::npos ? linked : 0;
  const size_t at = lower.find("t1583", from);
  if (at == std::string::npos) return {};
  size_t end = at;
  while (end < lower.size() &&
         (IsAsciiAlnum(lower[end]) || (lower[end] == '.' && end + 1 < lower.size() && IsAsciiDigit(lower[end + 1]))))
    ++end;
  return text.substr(at, end - at);
}

void Visit(const yaml::Node& node, LintReporter& reporter) {
  if (node.is_scalar()) {
    if (const std::string technique = ClaimedTechnique(node.text); !technique.empty())
      reporter.Report(node.span, "Atomic Red Team has no tests of " + technique).label = "claimed here";
  }
  for (const yaml::Node& item : node.items) Visit(item, reporter);
  for (const auto& [key, value] : node.members) Visit(value, reporter);
}

void CheckQuery(const LintQuery& query, LintReporter& reporter) {
  if (query.lang == Lang::kSigma) return;
  for (const LintProse& prose : query.prose) {
    const std::string technique = ClaimedTechnique(prose.text);
    if (technique.empty()) continue;
    reporter.Report(query.SpanOf(0, 1), "Atomic Red Team has no tests of " + technique).label =
        "claimed at " + std::string(query.sources->name(prose.span.source)) + ":" +
        std::to_string(query.sources->Locate(prose.span.source, prose.span.start).line);
  }
}

void CheckRule(const LintRule& rule, LintReporter& reporter) {
  if (rule.form == LintRule::Form::kSigma && rule.document->Find("references"))
    Visit(*rule.document->Find("references"), reporter);
}

void CheckPack(const LintPack& pack, LintReporter& reporter) {
  if (const yaml::Node* references = pack.document->Find("references")) Visit(*references, reporter);
}

}  // namespace

QUARRY_DEFINE(LintCheck, kAtomicClaim) = {
    .id = "atomic-claim",
    .name = "tests claimed that do not exist",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma | kLintPackage,
    .doc =
        "A text refers to tests of Atomic Red Team for a technique of the PRE platform, which has no "
        "folder there.",
    .rationale = "Whoever follows the link to validate the rule finds nothing. Ship own tests in the same format.",
    .bad =
        "references:\n"
        "  - https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/T1583.007/T1583.007.md",
    .good =
        "atomics:\n"
        "  - atomics/T1583.007.yaml",
    .query = CheckQuery,
    .rule = CheckRule,
    .pack = CheckPack,
};

}  // namespace quarry

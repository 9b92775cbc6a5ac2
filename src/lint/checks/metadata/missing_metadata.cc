// Members that rules should have.
#include "lint/lint_query.h"

namespace quarry {
namespace {
void Missing(const LintRule& rule, std::string_view what, const std::vector<std::string_view>& required,
             const std::vector<std::string_view>& wanted, LintReporter& reporter) {
  const auto absent = [&](std::string_view key) {
    const yaml::Node* node = rule.document->Find(key);
    return !node || node->IsNull() || (node->is_scalar() && node->text.empty());
  };
  for (const auto& [keys, severity] : {std::pair{&required, Severity::kWarning}, std::pair{&wanted, Severity::kNote}}) {
    std::string names;
    for (const std::string_view key : *keys) {
      if (absent(key)) names += (names.empty() ? "`" : ", `") + std::string(key) + "`";
    }
    if (names.empty()) continue;
    const Span span = rule.document->span;
    LintFinding& finding =
        reporter.Report({span.start, span.start, span.source}, "the " + std::string(what) + " has no " + names);
    finding.severity = severity;
  }
}

void CheckRule(const LintRule& rule, LintReporter& reporter) {
  if (rule.form == LintRule::Form::kSigma)
    return Missing(rule, "rule", {"title", "id", "status", "description", "author", "date"},
                   {"level", "references", "tags", "falsepositives"}, reporter);
  if (rule.form == LintRule::Form::kSentinel) {
    const bool hunt = !rule.document->Find("severity") && !rule.document->Find("queryFrequency");
    if (hunt)
      return Missing(rule, "hunting query", {"id", "name", "description"}, {"tactics", "relevantTechniques"}, reporter);
    return Missing(rule, "rule", {"id", "name", "description", "severity"},
                   {"tactics", "relevantTechniques", "entityMappings", "version"}, reporter);
  }
  if (rule.form == LintRule::Form::kLogScale) return Missing(rule, "rule", {"name"}, {"description"}, reporter);
  if (rule.in_pack) return;
  // A comment in other words describes the query to people as well.
  const bool follows =
      rule.comments.contains("title") || rule.comments.contains("id") || rule.comments.contains("level");
  if (!follows && rule.has_comment) return;
  std::string names;
  for (const std::string_view key : {"title", "id", "level"}) {
    if (!rule.comments.contains(std::string(key))) names += (names.empty() ? "`" : ", `") + std::string(key) + "`";
  }
  if (names.empty()) return;
  LintFinding& finding = reporter.Report({0, 0, rule.source}, "the query has no " + names);
  finding.severity = Severity::kNote;
  finding.label = "written `// title: ...` at its top, or in the pack.yaml of its package";
}

}  // namespace

QUARRY_DEFINE(LintCheck, kMissingMetadata) = {
    .id = "missing-metadata",
    .name = "rule without a description of itself",
    .severity = Severity::kWarning,
    .languages = kLintKql | kLintCql | kLintSigma,
    .doc =
        "A rule lacks what its format expects. Sigma: title, id, status, level, description, author, "
        "date, references, tags, falsepositives. Microsoft Sentinel: id, name, description, severity, "
        "tactics, relevantTechniques, entityMappings, version. LogScale: name, description. A bare query "
        "that no package describes: `// title:`, `// id:` and `// level:` at its top.",
    .rationale =
        "Whoever gets the alert must know what it says, how serious it is, where the idea is from and "
        "what else looks like it.",
    .bad = "detection: {sel: {Image: x}, condition: sel}",
    .good =
        "title: X\n"
        "id: 7d0e...\n"
        "status: test\n"
        "level: medium\n"
        "...",
    .rule = CheckRule,
};

}  // namespace quarry

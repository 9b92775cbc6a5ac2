// Form of tags.
#include <algorithm>

#include "base/ascii.h"
#include "lint/lint_query.h"

namespace quarry {
namespace {
bool IsTechnique(std::string_view text) {
  if (text.size() != 5 && text.size() != 9) return false;
  for (size_t i = 1; i < text.size(); ++i) {
    if (i == 5 ? text[i] != '.' : !IsAsciiDigit(text[i])) return false;
  }
  return true;
}

constexpr std::string_view kTactics[] = {"reconnaissance",
                                         "resource-development",
                                         "initial-access",
                                         "execution",
                                         "persistence",
                                         "privilege-escalation",
                                         "defense-evasion",
                                         "credential-access",
                                         "discovery",
                                         "lateral-movement",
                                         "collection",
                                         "command-and-control",
                                         "exfiltration",
                                         "impact",
                                         "defense-impairment",
                                         "stealth",
                                         "inhibit-response-function",
                                         "impair-process-control",
                                         "evasion"};

// Why the tag is wrong; "" when it is not.
std::string Wrong(std::string_view tag) {
  for (const char c : tag) {
    if (IsAsciiUpper(c)) return "tags are written in lower case";
    if (c == ' ') return "tags have no spaces";
  }
  const size_t dot = tag.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == tag.size())
    return "a tag has a name space: `attack.` or another";
  if (!tag.starts_with("attack.")) return {};
  const std::string_view name = tag.substr(dot + 1);
  if (name[0] == 't' && name.size() > 1 && IsAsciiDigit(name[1]))
    return IsTechnique(name) ? "" : "a technique is written `attack.t1059.001`";
  if ((name[0] == 'g' || name[0] == 's' || name[0] == 'c') && name.size() == 5 && IsAsciiDigit(name[1])) return {};
  if (name.starts_with("ds") && name.size() == 6 && IsAsciiDigit(name[2])) return {};
  if (name.find('_') != std::string_view::npos) return "tactics are written with `-`";
  if (std::find(std::begin(kTactics), std::end(kTactics), name) == std::end(kTactics)) return "no tactic has this name";
  return {};
}

void CheckRule(const LintRule& rule, LintReporter& reporter) {
  if (rule.form != LintRule::Form::kSigma) return;
  const yaml::Node* tags = rule.document->Find("tags");
  if (!tags) return;
  for (const yaml::Node& tag : tags->items) {
    if (!tag.is_scalar()) continue;
    const std::string wrong = Wrong(tag.text);
    if (!wrong.empty()) reporter.Report(tag.span, "the tag `" + tag.text + "` has an unknown form").label = wrong;
  }
}

}  // namespace

QUARRY_DEFINE(LintCheck, kSigmaTag) = {
    .id = "sigma-tag",
    .name = "tag of unknown form",
    .severity = Severity::kWarning,
    .languages = kLintSigma,
    .doc =
        "A tag that does not have the form of the specification: `attack.t1059.001`, `attack.execution`, "
        "`cve.2021-44228`, `detection.threat-hunting`, in lower case and with a name space.",
    .rationale = "Tags are how rules find their place in a matrix; a tag that is misspelt is none.",
    .bad =
        "tags:\n"
        "  - attack.T1059",
    .good =
        "tags:\n"
        "  - attack.t1059",
    .rule = CheckRule,
};

}  // namespace quarry

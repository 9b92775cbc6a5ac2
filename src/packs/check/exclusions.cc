// The check of a package's exclusions. The single entry is CheckPackExclusions.
#include <algorithm>

#include "base/ascii.h"
#include "packs/check/parts.h"
#include "packs/exclude.h"
#include "packs/files.h"
#include "types/ticks.h"

namespace quarry {
namespace {

bool AnyInScope(const Exclusion& exclusion, const RuleSet& rules) {
  for (const RuleText& text : rules.texts) {
    for (const HuntRule& rule : text.rules) {
      if (RuleInScope(exclusion, rule.info)) return true;
    }
  }
  return false;
}

}  // namespace

void CheckPackExclusions(const Pack& pack, int64_t now, SourceMap& sources, DiagnosticList& diagnostics) {
  const ExclusionSet set =
      LoadExclusionFolder(JoinPath(pack.folder, std::string(kExclusionsFolder)), sources, diagnostics);
  CheckConditions(set, diagnostics);
  RuleSet rules;
  for (const PackRule& rule : pack.rules) AddPackRule(pack, rule, rules);
  for (const Exclusion& exclusion : set.exclusions) {
    if (!AnyInScope(exclusion, rules))
      diagnostics
          .Add(Code::Q0507, exclusion.span,
               "the scope of exclusion `" + exclusion.id + "` names no rule of the package")
          .label = "`rules` are ids or files; `*` stands for anything";
    if (exclusion.expires != 0 && exclusion.expires <= now)
      diagnostics
          .Add(Code::Q0507, exclusion.span,
               "exclusion `" + exclusion.id + "` ended on " + FormatDateTime(exclusion.expires).substr(0, 10))
          .label = "its owner is " + exclusion.owner;
  }
  for (const FalsePositive& benign : pack.false_positives) {
    for (const PlacedText& id : benign.exclusions) {
      const bool known = std::any_of(set.exclusions.begin(), set.exclusions.end(),
                                     [&](const Exclusion& exclusion) { return exclusion.id == id.text; });
      if (known) continue;
      NameSuggester suggester(id.text);
      for (const Exclusion& exclusion : set.exclusions) suggester.Consider(exclusion.id);
      diagnostics.Add(Code::Q0506, id.span, "the package has no exclusion `" + id.text + "`").label =
          suggester.best().empty() ? "" : "a similar exclusion exists: `" + std::string(suggester.best()) + "`";
    }
  }
}

}  // namespace quarry

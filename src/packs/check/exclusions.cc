// The check of a package's exclusions. The single entry is CheckPackExclusions.
#include <algorithm>

#include "base/ascii.h"
#include "packs/check/parts.h"
#include "packs/exclusion.h"
#include "packs/files.h"
#include "types/ticks.h"

namespace quarry {

void CheckPackExclusions(const Pack& pack, int64_t now, SourceMap& sources, DiagnosticList& diagnostics) {
  const ExclusionSet set =
      LoadExclusionFolder(JoinPath(pack.folder, std::string(kExclusionsFolder)), sources, diagnostics);
  for (const Exclusion& exclusion : set.exclusions) {
    if (exclusion.expires <= now)
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

// The check of a package's atomic tests. The single entry is CheckPackAtomics.
#include "packs/atomics.h"

#include <algorithm>
#include <map>

#include "base/ascii.h"
#include "packs/check/parts.h"
#include "packs/files.h"

namespace quarry {

void CheckPackAtomics(const Pack& pack, SourceMap& sources, DiagnosticList& diagnostics) {
  std::map<std::string, std::string> guids;  // -> file
  std::vector<std::string> names;
  for (const PlacedText& file : pack.atomics) {
    FailureOr<AtomicFile> atomics = LoadAtomics(JoinPath(pack.folder, file.text), sources, diagnostics);
    if (!atomics) continue;
    bool mapped = false;
    for (const auto* list : {&pack.attributed, &pack.observed}) {
      for (const AttackTechnique& technique : *list) mapped |= technique.id == atomics->technique;
    }
    if (!mapped)
      diagnostics.Add(Code::Q0506, atomics->technique_span,
                      "technique " + atomics->technique + " is not in the package's `attack`");
    for (const AtomicTest& test : atomics->tests) {
      names.push_back(test.name);
      const auto [known, added] = guids.emplace(test.guid, file.text);
      if (!added)
        diagnostics.Add(Code::Q0505, test.span, "GUID `" + test.guid + "` is named twice").label =
            "`" + known->second + "` has it too";
      const bool leaves = !test.command.empty() && test.cleanup.empty();
      if (leaves)
        diagnostics.Add(Code::Q0507, test.span, "the test has no `cleanup_command`").label =
            "what it starts or writes must be undone";
    }
  }
  if (pack.atomics.empty())
    diagnostics.Add(Code::Q0507, pack.span, "the package has no `atomics`").label =
        "a detection is trusted when the behaviour can be exercised";
  for (const ValidationTest& test : pack.validation) {
    if (test.atomic.text.empty() || std::find(names.begin(), names.end(), test.atomic.text) != names.end()) continue;
    NameSuggester suggester(test.atomic.text);
    for (const std::string& name : names) suggester.Consider(name);
    diagnostics.Add(Code::Q0506, test.atomic.span, "no atomic test has this name").label =
        suggester.best().empty() ? "" : "a similar test exists: `" + std::string(suggester.best()) + "`";
  }
}

}  // namespace quarry

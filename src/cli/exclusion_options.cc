#include "cli/exclusion_options.h"

#include <CLI/CLI.hpp>

#include "packs/files.h"

namespace quarry {

void AddExclusionOptions(CLI::App& app, ExclusionFileOptions& options) {
  app.add_option("--exclusions", options.files, "exclusions for any rule: files, or folders of them")
      ->type_name("PATH");
  app.add_option("--lists", options.lists, "a YAML file whose lists override those of exclusions")->type_name("FILE");
}

void AddExclusionFiles(const ExclusionFileOptions& options, RuleSet& rules) {
  for (const std::string& path : options.files) {
    SourceMap sources;
    DiagnosticList diagnostics;
    ExclusionSet set;
    if (IsFolder(path))
      set = LoadExclusionFolder(path, sources, diagnostics);
    else
      LoadExclusionFile(path, set, sources, diagnostics);
    AddExclusions(std::move(set), diagnostics, sources, rules);
  }
  if (options.lists.empty()) return;
  SourceMap sources;
  DiagnosticList diagnostics;
  const ExclusionLists lists = LoadLists(options.lists, sources, diagnostics);
  // A list belongs to the sets that have it; one that nobody has is a mistake.
  ExclusionSet all;
  for (const ExclusionSet& set : rules.exclusions) all.lists.insert(set.lists.begin(), set.lists.end());
  OverrideLists(lists, all, {0, 0, 0}, diagnostics);
  for (ExclusionSet& set : rules.exclusions) {
    for (const auto& [name, values] : lists) {
      const auto own = set.lists.find(name);
      if (own != set.lists.end()) own->second = values;
    }
  }
  AddExclusions({}, diagnostics, sources, rules);
}

}  // namespace quarry

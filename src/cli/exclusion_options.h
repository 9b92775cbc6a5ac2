// Options for exclusions that stand outside of packs, and for the lists of all.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "packs/rule_set.h"

namespace CLI {
class App;
}

namespace quarry {

struct ExclusionFileOptions {
  std::vector<std::string> files;  // files and folders of exclusions, for any rule
  std::string lists;               // a file whose lists override those of packs and files
  bool none = false;               // --no-exclusions
};

// REQUIRES: `options` outlives the parsing of `app`.
void AddExclusionOptions(CLI::App& app, ExclusionFileOptions& options);
// What is wrong is added to the problems of `rules`.
void AddExclusionFiles(const ExclusionFileOptions& options, RuleSet& rules);

}  // namespace quarry

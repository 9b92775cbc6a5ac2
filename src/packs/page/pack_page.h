// Web pages of packages: one file each, without scripts, fonts or images from elsewhere, for a browser on file:// or a
// static server. The same package gives the same bytes.
// Thread rule: pure functions over the files of the package.
#pragma once

#include <string>
#include <vector>

#include "packs/atomics.h"
#include "packs/exclusion.h"
#include "packs/pack.h"
#include "packs/pack_test.h"

namespace quarry {

// What a page is made of.
struct PackContent {
  Pack pack;
  std::vector<std::string> rule_texts;          // by pack.rules
  std::string investigation, response, tuning;  // Markdown
  std::vector<AtomicFile> atomics;
  std::vector<PackTest> tests;
  ExclusionSet exclusions;
};

// Reads the package and every file that its page shows.
FailureOr<PackContent> LoadPackContent(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics);

std::string PackPage(const PackContent& content);
// A page with a card for each package. `files` are the names of their pages.
std::string PackIndexPage(const std::vector<const Pack*>& packs, const std::vector<std::string>& files);

// A layer for MITRE's ATT&CK Navigator, in its version 4.5 format.
std::string NavigatorLayer(const Pack& pack);

// The style and the script of the pages.
std::string_view PageStyle();
std::string_view PageScript();

}  // namespace quarry

// The hosts of serverless platforms (data/providers.yaml), and the parts of rules that are generated from them.
// Rules hold the list between two marker comments, so that they stand alone on their own platforms; a test checks that
// list and rules agree.
// Thread rule: values and pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "engine/engine.h"

namespace quarry {

struct Provider {
  std::string id, provider, product, platform, platform_class, tenant, evidence, example, note;
  std::vector<std::string> suffixes, references;
  // Rules alert on it: compute that runs for anyone, with evidence for its host names.
  bool alertable() const;
};

FailureOr<std::vector<Provider>> LoadProviders(const std::string& path, SourceMap& sources,
                                               DiagnosticList& diagnostics);

// A regular expression for hosts that end in `suffix` (`*`: one label).
std::string SuffixRegex(std::string_view suffix);

inline constexpr std::string_view kProvidersBegin = "<providers>";
inline constexpr std::string_view kProvidersEnd = "</providers>";
// The lines between the markers, for a rule of `lang`, indented by `indent` spaces.
std::string ProviderBlock(const std::vector<Provider>& providers, Lang lang, size_t indent);
// The text of a rule with its block replaced; the indentation is that of the opening marker. Unchanged when it has
// none.
std::string WithProviderBlock(std::string_view rule, const std::vector<Provider>& providers, Lang lang);

}  // namespace quarry

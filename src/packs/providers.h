// The parts of rules that are generated from the hosts of serverless platforms (data/providers.yaml).
// Rules hold the list between two marker comments, so that they stand alone on their own platforms; a test checks that
// list and rules agree.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/engine.h"
#include "providers/provider.h"

namespace quarry {

// A regular expression for hosts that end in `suffix` (`*`: one label).
std::string SuffixRegex(std::string_view suffix);

inline constexpr std::string_view kProvidersBegin = "<providers>";
inline constexpr std::string_view kProvidersEnd = "</providers>";
// The lines between the markers, for a rule of `lang`, indented by `indent` spaces.
std::string ProviderBlock(Lang lang, size_t indent);
// The text of a rule with its block replaced; the indentation is that of the opening marker. Unchanged when it has
// none.
std::string WithProviderBlock(std::string_view rule, Lang lang);

}  // namespace quarry

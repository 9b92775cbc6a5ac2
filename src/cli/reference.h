// The reference of functions and operators, as their definitions have it.
// Thread rule: pure functions over the registries.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/function_def.h"

namespace quarry {

struct ReferenceEntry {
  std::string name;  // as the language spells it
  Lang lang;
  std::string kind;    // "scalar", "aggregate", "window", "operator", "filter", "transformation"
  std::string syntax;  // signature or syntax line
  std::string doc;
  std::string example;
};

// Sorted by language, kind and name. nullopt: all languages.
std::vector<ReferenceEntry> FunctionEntries(std::optional<Lang> lang);
std::vector<ReferenceEntry> OperatorEntries(std::optional<Lang> lang);

std::string FirstSentence(std::string_view doc);
// A page for docs/reference.
std::string ReferenceMarkdown(const std::vector<ReferenceEntry>& entries, std::string_view title);

}  // namespace quarry

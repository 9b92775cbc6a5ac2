// A Sigma rule's metadata in the words of platforms.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "syntax/sigma/rule.h"

namespace quarry::convert {

std::vector<std::string> TechniquesOf(const sigma::Rule& rule);  // "T1059.001", as tagged
std::vector<std::string> TacticsOf(const sigma::Rule& rule);     // "DefenseEvasion", in the order of the tags
// The level, with `medium` for rules without one: "informational", "low", "medium", "high", "critical".
std::string LevelOf(const sigma::Rule& rule);
// A UUID: the rule's id where it is one, else one made of title and query, the same each time.
std::string RuleUuid(const sigma::Rule& rule);
// Letters, digits and `_`; starts with a letter: "suspicious_powershell".
std::string IdentifierOf(std::string_view title);
std::string JsonString(std::string_view text);
// One line: line ends and runs of blanks become a blank.
std::string OneLine(std::string_view text);
std::string Indented(std::string_view text, size_t blanks);

}  // namespace quarry::convert

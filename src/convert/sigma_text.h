// SigmaText: a filter over Sigma's fields as the text of a rule.
// Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>

#include "convert/filter.h"

namespace quarry::convert {

// Each conjunction of tests becomes a search identifier, the condition joins them.
std::string SigmaText(std::string_view title, const sigma::LogSource& logsource, const Filter& filter);

}  // namespace quarry::convert

// Text patterns of tests and exclusions: `*` stands for any run of characters; ASCII case does not count.
#pragma once

#include <string_view>

namespace quarry {

bool MatchesTextPattern(std::string_view text, std::string_view pattern);

}  // namespace quarry

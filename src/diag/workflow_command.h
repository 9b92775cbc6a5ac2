// Texts inside of GitHub's workflow commands (`::warning file=a.kql,line=1::text`).
// Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>

namespace quarry {

// Commands end at a line end, their properties at a comma and a colon too: those and `%` are written `%0A` and so on.
std::string WorkflowCommandText(std::string_view text, bool property);

}  // namespace quarry

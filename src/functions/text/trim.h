// trim(), trim_start() and trim_end(): their pattern is a regular expression that is taken off an end as often as it
// matches there.
#pragma once

#include <memory>
#include <string_view>

#include "functions/function_def.h"

namespace quarry {

// The pattern is argument 1 of the call.
Result<std::unique_ptr<const CallState>> PrepareTrim(const PrepareCall& call, bool start, bool end);
// `text` without what matches at its ends; null when the pattern is no regular expression.
Cell Trimmed(const KernelCall& call, std::string_view pattern, std::string_view text, bool start, bool end);

}  // namespace quarry

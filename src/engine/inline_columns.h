// Column lists as tests and schema files write them: "(Pid:long, Cmd:string)".
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"

namespace quarry {

// The parentheses may be left out. Names with other characters than letters, digits and `_` stand in ['...'].
Result<std::vector<ColumnSchema>> ParseInlineColumns(std::string_view text);

}  // namespace quarry

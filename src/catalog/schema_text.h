// A table's columns in one text, as data/schemas and `--schema` write them: "Name: type, ['odd name']: type".
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"

namespace quarry {

// Surrounding parentheses are allowed. Types are KQL's names with their aliases. The error names the column.
Result<std::vector<ColumnSchema>> ParseSchemaText(std::string_view text);

}  // namespace quarry

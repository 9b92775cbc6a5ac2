// Columns by name or pattern (`Account*`), for the project operators.
#pragma once

#include <optional>
#include <vector>

#include "bind/kql/kql_binder.h"

namespace quarry {

// True when `name` is matched by `pattern`, in which `*` stands for any text.
bool MatchesWildcard(std::string_view name, std::string_view pattern);
// The columns of `rows` that the items name; nullopt: a diagnostic was added.
std::optional<std::vector<ColumnId>> MatchColumns(KqlBinder& binder, kql::List<const kql::Expr*> items,
                                                  const RelPtr& rows);

}  // namespace quarry

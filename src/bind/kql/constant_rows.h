// Rows that stand in the query itself (datatable, print, and what computes row by row on them), for operators whose
// result columns follow from the data.
#pragma once

#include <optional>
#include <vector>

#include "plan/rel.h"

namespace quarry {

// The rows of `rel`, a value for each of its output columns; nullopt when they come from elsewhere, are more than
// 10000 or need the engine to be computed.
std::optional<std::vector<std::vector<Value>>> ConstantRows(const Rel& rel);

}  // namespace quarry

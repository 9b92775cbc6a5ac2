// What mv-expand and mv-apply share: rows repeated for the elements of arrays.
#pragma once

#include <optional>
#include <vector>

#include "bind/kql/kql_binder.h"

namespace quarry {

struct ExpandedRows {
  RelPtr rows;
  std::vector<ColumnId> replaced;  // columns of the input in whose place an expanded one stands
};

// nullopt: a diagnostic was added.
std::optional<ExpandedRows> ExpandRows(KqlBinder& binder, const kql::Operator& op, const RelPtr& input);

}  // namespace quarry

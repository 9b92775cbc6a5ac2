// A plan once more with column numbers of its own, for a query that reads the same table in several places.
// Thread rule: pure function.
#pragma once

#include "plan/rel.h"

namespace quarry {

// `plan` with every column number raised by `by`. Nodes and expressions without columns stay shared with `plan`; what
// several nodes of it share, several nodes of the copy share.
RelPtr Renumbered(const RelPtr& plan, ColumnId by);

}  // namespace quarry

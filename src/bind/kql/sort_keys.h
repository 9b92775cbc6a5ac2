// The keys of sort and top.
#pragma once

#include <vector>

#include "bind/kql/kql_binder.h"

namespace quarry {

// `items` are ordered expressions. *rows may change: window functions among the keys are put below.
bool BindSortKeys(KqlBinder& binder, kql::List<const kql::Expr*> items, RelPtr* rows, std::vector<SortKey>* keys);

}  // namespace quarry

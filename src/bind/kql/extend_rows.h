// What extend and serialize share: columns added to rows, in place where the name is taken.
#pragma once

#include "bind/kql/kql_binder.h"

namespace quarry {

// nullptr: a diagnostic was added.
RelPtr ExtendRows(KqlBinder& binder, kql::List<const kql::Expr*> items, RelPtr input, Span span);

}  // namespace quarry

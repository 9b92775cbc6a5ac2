// What parse and parse-where share.
#pragma once

#include "bind/kql/kql_binder.h"

namespace quarry {

// Adds the columns of the operator's pattern. `keep_unmatched`: rows that do not match stay, with nulls.
RelPtr ParseRows(KqlBinder& binder, const kql::Operator& op, RelPtr input, bool keep_unmatched);

}  // namespace quarry

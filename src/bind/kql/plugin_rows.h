// The plugins that `evaluate` runs. Their result columns follow from the data, or from the schema behind the call.
#pragma once

#include <optional>
#include <vector>

#include "bind/kql/kql_binder.h"

namespace quarry {

struct PluginColumn {
  std::string name;
  Type type = Type::kString;
  Span span;
};
// What stands behind the call: `: (*, Name:string, Age:long)`.
struct PluginSchema {
  bool star = false;  // the columns of the input come first
  std::vector<PluginColumn> columns;
};

// nullptr: a diagnostic was added. `schema` is null when the query gives none.
RelPtr UnpackBag(KqlBinder& binder, const kql::Expr& call, const PluginSchema* schema, const RelPtr& input);
RelPtr PivotRows(KqlBinder& binder, const kql::Expr& call, const PluginSchema* schema, const RelPtr& input);

}  // namespace quarry

// KqlOperatorDef: one tabular operator of KQL. An operator is bind/kql/operators/<name>.cc and its .qtest; the
// registry is generated. Reference pages and `quarry functions --operators` read the same definition.
#pragma once

#include <span>
#include <string_view>

#include "base/define.h"
#include "diag/diagnostic.h"
#include "plan/rel.h"

namespace quarry {

namespace kql {
struct Operator;
}  // namespace kql
class KqlBinder;  // bind/kql/kql_binder.h: scopes, expressions, names

struct KqlOperatorDef {
  std::string_view name;    // "summarize"
  std::string_view syntax;  // one line, as the documentation writes it
  std::string_view doc;
  std::string_view example;
  // Binds one operator over `input`; a failure has added a diagnostic.
  FailureOr<RelPtr> (*bind)(KqlBinder& binder, const kql::Operator& op, RelPtr input);
};
std::span<const KqlOperatorDef* const> AllKqlOperators();

}  // namespace quarry

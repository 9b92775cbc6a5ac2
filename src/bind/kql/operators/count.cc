// count: the number of rows.
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const FunctionDef* count = FindSpelled(Lang::kKql, "count", FunctionKind::kAggregate);
  if (count == nullptr) {
    binder.Unsupported(op.name_span, "`count`");
    return Failure{};
  }
  const kql::Clause* as = op.FindClause("as");
  AggregateCall call;
  call.id = binder.NextId();
  call.name = as != nullptr ? std::string(as->items[0]->text) : "Count";
  call.type = Type::kLong;
  call.function = count;
  call.span = op.span;
  return MakeAggregate(input, {}, {call}, op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kCountOperator) = {
    .name = "count",
    .syntax = "T | count",
    .doc = "One row with the number of rows, in a column named `Count`.",
    .example = "DeviceProcessEvents | count",
    .bind = Bind,
};

}  // namespace quarry

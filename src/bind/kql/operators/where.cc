// where (and filter): keeps the rows for which a condition is true.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  ExprPtr predicate = binder.BindCondition(*op.args[0], input);
  if (!predicate) return Failure{};
  return MakeFilter(input, predicate, op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kWhereOperator) = {
    .name = "where",
    .syntax = "T | where Predicate",
    .doc = "Keeps the rows for which the predicate is true; null counts as false. `filter` is the same operator.",
    .example = "DeviceProcessEvents | where FileName =~ \"powershell.exe\"",
    .bind = Bind,
};

}  // namespace quarry

// serialize: rows from here on have an order; may add columns as extend does.
#include "bind/kql/extend_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  if (op.args.empty()) return input;
  RelPtr result = ExtendRows(binder, op.args, input, op.span);
  if (!result) return Failure{};
  return result;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kSerializeOperator) = {
    .name = "serialize",
    .syntax = "T | serialize [Name = Expression, ...]",
    .doc =
        "Marks the rows as ordered for functions such as `row_number` and `prev`. The order itself comes from a `sort` "
        "before it.",
    .example = "T | sort by Timestamp asc | serialize Number = row_number()",
    .bind = Bind,
};

}  // namespace quarry

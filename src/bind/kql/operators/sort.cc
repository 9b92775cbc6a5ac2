// sort (and order): rows in an order.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "bind/kql/sort_keys.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::vector<SortKey> keys;
  if (!BindSortKeys(binder, op.args, &input, &keys)) return Failure{};
  return MakeSort(input, std::move(keys), std::nullopt, op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kSortOperator) = {
    .name = "sort",
    .syntax = "T | sort by Expression [asc|desc] [nulls first|nulls last], ...",
    .doc =
        "Sorts the rows, descending unless `asc` is given. Nulls come first in ascending and last in descending order "
        "unless stated. `order` is the same operator.",
    .example = "T | sort by Timestamp desc, DeviceName asc",
    .bind = Bind,
};

}  // namespace quarry

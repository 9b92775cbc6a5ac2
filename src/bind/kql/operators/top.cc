// top: the first rows in an order.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "bind/kql/sort_keys.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::optional<uint64_t> count = binder.BindRowCount(*op.args[0]);
  const kql::Clause* by = op.FindClause("by");
  std::vector<SortKey> keys;
  if (by == nullptr || !BindSortKeys(binder, by->items, &input, &keys) || !count) return Failure{};
  return MakeSort(input, std::move(keys), count, op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kTopOperator) = {
    .name = "top",
    .syntax = "T | top NumberOfRows by Expression [asc|desc] [nulls first|nulls last]",
    .doc = "The first rows by the order, which is descending unless `asc` is given.",
    .example = "T | top 10 by Timestamp",
    .bind = Bind,
};

}  // namespace quarry

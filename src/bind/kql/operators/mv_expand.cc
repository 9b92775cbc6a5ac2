// mv-expand: a row for each element of an array.
#include "bind/kql/expand_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::optional<ExpandedRows> expanded = ExpandRows(binder, op, input);
  if (!expanded) return Failure{};
  return expanded->rows;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kMvExpandOperator) = {
    .name = "mv-expand",
    .syntax =
        "T | mv-expand [kind=bag|array] [with_itemindex=Index] [Name =] Array [to typeof(Type)], ... [limit Rows]",
    .doc =
        "Repeats each row for every element of the array or member of the bag. A null gives one row, an empty array "
        "none. A member is a bag of one member, with `kind=array` (also `bagexpansion=array`) an array of its name and "
        "value. Several arrays are expanded side by side, to the longest.",
    .example = "T | mv-expand Address = Addresses to typeof(string)",
    .bind = Bind,
};

}  // namespace quarry

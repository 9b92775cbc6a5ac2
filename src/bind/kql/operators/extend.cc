// extend: adds computed columns; a column of the same name is replaced in its place.
#include "bind/kql/extend_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  RelPtr result = ExtendRows(binder, op.args, input, op.span);
  if (!result) return Failure{};
  return result;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kExtendOperator) = {
    .name = "extend",
    .syntax = "T | extend [Name =] Expression, ...",
    .doc =
        "Adds a column for each expression. All expressions see the rows as they come in; a column of the same name is "
        "replaced in its place.",
    .example = "T | extend Duration = EndTime - StartTime",
    .bind = Bind,
};

}  // namespace quarry

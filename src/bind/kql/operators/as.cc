// as: a name for the rows at this point, for later parts of the query.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  binder.BindAs(op.args[0]->text, op.args[0]->span, input);
  return input;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kAsOperator) = {
    .name = "as",
    .syntax = "T | as Name",
    .doc = "Gives the rows a name that later parts of the same query may use as a table. The rows pass through.",
    .example = "T | where Count > 1 | as Many | join (Many | summarize max(Count)) on Key",
    .bind = Bind,
};

}  // namespace quarry

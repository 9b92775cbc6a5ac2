// render: how a client should draw the rows; the rows pass through.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  binder.set_render(op.args[0]->text);
  return input;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kRenderOperator) = {
    .name = "render",
    .syntax = "T | render Visualization [with (Property = Value, ...)]",
    .doc = "Names a visualization for clients that draw. The rows pass through unchanged. Must be the last operator.",
    .example = "T | summarize count() by bin(Timestamp, 1h) | render timechart",
    .bind = Bind,
};

}  // namespace quarry

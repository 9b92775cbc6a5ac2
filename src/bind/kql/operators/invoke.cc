// invoke: a function by let that takes the rows as its first argument.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const kql::Expr& call = *op.args[0];
  if (call.kind != kql::Expr::Kind::kCall && call.kind != kql::Expr::Kind::kName) {
    binder.Report(Code::Q0209, call.span, "`invoke` takes a call of a function").label = "no call";
    return Failure{};
  }
  RelPtr result = binder.BindTableCall(call, input);
  if (!result) return Failure{};
  return result;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kInvokeOperator) = {
    .name = "invoke",
    .syntax = "T | invoke Function(Argument, ...)",
    .doc = "Calls a function that `let` defines, with the rows as its first argument.",
    .example = "let Top = (T:(*), n:long) { T | top n by Timestamp }; DeviceEvents | invoke Top(5)",
    .bind = Bind,
};

}  // namespace quarry

// invoke: a function by let that takes the rows as its first argument, or a named operator of the mappings.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "bind/mappings/named_operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const kql::Expr& call = *op.args[0];
  if (call.kind != kql::Expr::Kind::kCall && call.kind != kql::Expr::Kind::kName) {
    binder.Report(Code::Q0209, call.span, "`invoke` takes a call of a function").label = "no call";
    return Failure{};
  }
  const NamedOperator* named = binder.HasName(call.text) ? nullptr : FindNamedOperator(call.text);
  if (named != nullptr && call.args.empty())
    return named->bind(input, binder.tables(), call.span, binder.ids(), binder.diagnostics());
  RelPtr result = binder.BindTableCall(call, input);
  if (!result) return Failure{};
  return result;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kInvokeOperator) = {
    .name = "invoke",
    .syntax = "T | invoke Function(Argument, ...)",
    .doc =
        "Calls a function that `let` defines, with the rows as its first argument. Mappings of telemetry also call "
        "named steps.",
    .example = "let Top = (T:(*), n:long) { T | top n by Timestamp }; DeviceEvents | invoke Top(5)",
    .bind = Bind,
};

}  // namespace quarry

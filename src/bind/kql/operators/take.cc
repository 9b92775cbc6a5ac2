// take (and limit): some rows.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::optional<uint64_t> count = binder.BindRowCount(*op.args[0]);
  if (!count) return Failure{};
  return MakeLimit(input, *count, 0, op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kTakeOperator) = {
    .name = "take",
    .syntax = "T | take NumberOfRows",
    .doc =
        "Up to the given number of rows: the first ones of sorted rows, any of unsorted ones. `limit` is the same "
        "operator.",
    .example = "DeviceEvents | take 5",
    .bind = Bind,
};

}  // namespace quarry

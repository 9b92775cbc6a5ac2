// The least value that at least `percent` percent of the values do not exceed (nearest rank). Exact.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  const Value* percent = call.constants[1];
  if (!percent || percent->is_null()) return nullptr;
  const double share =
      (percent->type() == Type::kReal ? percent->real() : static_cast<double>(percent->integer())) / 100;
  return sql::Call("quantile_disc", {call.args[0], sql::Real(share)});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kPercentileFunction) = {
    .name = "percentile",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "percentile"}},
    .signature = "(value: int|long|real|datetime|timespan, percent: int|long|real) -> same(1)",
    .doc = "The least value that at least `percent` percent of the values do not exceed (nearest rank). Exact.",
    .example = "T | summarize percentile(Duration, 95) by Account",
    .duckdb = Lower,
    .default_name = "percentile_",
};

}  // namespace quarry

// How many boundaries of the unit (`year`, `quarter`, `month`, `week`, `day`, `hour`, `minute`, `second`,
// `millisecond`, `microsecond`, `nanosecond`) lie between the two times.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareUnit(call, 0);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto unit = UnitOf(call, args[0].text);
  if (unit) result = UnitsBetween(*unit, args[1].integer, args[2].integer);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDatetimeDiffFunction) = {
    .name = "datetime_diff",
    .spelled = {{Lang::kKql, "datetime_diff"}},
    .signature = "(unit: string, later: datetime, earlier: datetime) -> long",
    .doc =
        "How many boundaries of the unit (`year`, `quarter`, `month`, `week`, `day`, `hour`, `minute`, "
        "`second`, `millisecond`, `microsecond`, `nanosecond`) lie between the two times.",
    .example = "T | where datetime_diff(\"minute\", EndTime, StartTime) > 5",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

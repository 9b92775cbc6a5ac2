// A part of the time: `year`, `quarter`, `month`, `week_of_year`, `day`, `dayofyear`, `hour`, `minute`, `second`,
// `millisecond`, `microsecond`, `nanosecond`.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareUnit(call, 0);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto unit = UnitOf(call, args[0].text);
  if (unit) result = Cell::Integer(PartOf(*unit, args[1].integer));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDatetimePartFunction) = {
    .name = "datetime_part",
    .spelled = {{Lang::kKql, "datetime_part"}, {Lang::kKql, "datepart"}},
    .signature = "(part: string, time: datetime) -> int",
    .doc =
        "A part of the time: `year`, `quarter`, `month`, `week_of_year`, `day`, `dayofyear`, `hour`, "
        "`minute`, `second`, `millisecond`, `microsecond`, `nanosecond`.",
    .example = "T | extend Hour = datetime_part(\"hour\", Timestamp)",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

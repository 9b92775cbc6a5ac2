// The time moved by an amount of the unit (`year` ... `nanosecond`). Months keep the day where the month has it.
#include "functions/datetime/calendar.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareUnit(call, 0);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto unit = UnitOf(call, args[0].text);
  if (unit) result = AddUnits(*unit, args[1].integer, args[2].integer);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDatetimeAddFunction) = {
    .name = "datetime_add",
    .spelled = {{Lang::kKql, "datetime_add"}},
    .signature = "(unit: string, amount: int|long, time: datetime) -> datetime",
    .doc =
        "The time moved by an amount of the unit (`year` ... `nanosecond`). Months keep the day where the month has "
        "it.",
    .example = "T | extend Due = datetime_add(\"month\", 1, Timestamp)",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

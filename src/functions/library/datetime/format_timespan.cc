// The timespan in a form made of `d... H HH h hh m mm s ss f... F...` and delimiters.
#include "functions/datetime/format.h"
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareTimeFormat(call, TimeFormatKind::kTimeSpan);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  if (FormatTime(args[1].text, args[0].integer, TimeFormatKind::kTimeSpan, out)) result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kFormatTimespanFunction) = {
    .name = "format_timespan",
    .spelled = {{Lang::kKql, "format_timespan"}},
    .signature = "(span: timespan, format: string) -> string",
    .doc = "The timespan in a form made of `d... H HH h hh m mm s ss f... F...` and delimiters.",
    .example = "T | extend Took = format_timespan(Duration, \"HH:mm:ss\")",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

// The time in a form made of `yyyy yy M MM d dd H HH h hh m mm s ss f... F... tt` and the delimiters `/ - : , . _ [ ]`
// and space.
#include "functions/datetime/format.h"
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareTimeFormat(call, TimeFormatKind::kDateTime);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  if (FormatTime(args[1].text, args[0].integer, TimeFormatKind::kDateTime, out)) result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kFormatDatetimeFunction) = {
    .name = "format_datetime",
    .spelled = {{Lang::kKql, "format_datetime"}},
    .signature = "(time: datetime, format: string) -> string",
    .doc =
        "The time in a form made of `yyyy yy M MM d dd H HH h hh m mm s ss f... F... tt` and the delimiters "
        "`/ - : , . _ [ ]` and space.",
    .example = "T | extend Day = format_datetime(Timestamp, \"yyyy-MM-dd\")",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

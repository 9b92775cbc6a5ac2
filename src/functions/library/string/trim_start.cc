// The text without leading matches of the regular expression.
#include "functions/function_def.h"
#include "functions/text/trim.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareTrim(call, true, false);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Trimmed(call, args[0].text, args[1].text, true, false);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTrimStartFunction) = {
    .name = "trim_start",
    .spelled = {{Lang::kKql, "trim_start"}},
    .signature = "(pattern: string, text: string) -> string",
    .doc = "The text without leading matches of the regular expression.",
    .example = "T | extend Host = trim_start(\"https?://\", Url)",
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

// The text without leading and trailing matches of the regular expression.
#include "functions/text/trim.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareTrim(call, true, true);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Trimmed(call, args[0].text, args[1].text, true, true);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTrimFunction) = {
    .name = "trim",
    .spelled = {{Lang::kKql, "trim"}},
    .signature = "(pattern: string, text: string) -> string",
    .doc = "The text without leading and trailing matches of the regular expression.",
    .example = "T | extend Clean = trim(@\"[\"\"\\s]+\", ProcessCommandLine)",
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

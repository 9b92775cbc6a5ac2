// The text without trailing matches of the regular expression.
#include "functions/function_def.h"
#include "functions/text/trim.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareTrim(call, false, true);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Trimmed(call, args[0].text, args[1].text, false, true);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTrimEndFunction) = {
    .name = "trim_end",
    .spelled = {{Lang::kKql, "trim_end"}},
    .signature = "(pattern: string, text: string) -> string",
    .doc = "The text without trailing matches of the regular expression.",
    .example = "T | extend Name = trim_end(@\"\\.exe\", FileName)",
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

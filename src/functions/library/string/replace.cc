// The old form of replace_regex, with its arguments in another order.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/regex.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareRegex(call, 0);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Regex* regex = RegexOf(call, args[0].text);
  if (regex) result = TextIn(call.arena, ReplaceMatches(*regex, args[2].text, args[1].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kReplaceFunction) = {
    .name = "replace",
    .spelled = {{Lang::kKql, "replace"}},
    .signature = "(pattern: string, replacement: string, text: string) -> string",
    .doc = "The old form of replace_regex, with its arguments in another order.",
    .example = "T | extend Clean = replace(@\"\\s+\", \" \", ProcessCommandLine)",
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

// The text with each match of a regular expression replaced.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/regex.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareRegex(call, 1);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Regex* regex = RegexOf(call, args[1].text);
  if (regex) result = TextIn(call.arena, ReplaceMatches(*regex, args[0].text, args[2].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kReplaceRegexFunction) = {
    .name = "replace_regex",
    .spelled = {{Lang::kKql, "replace_regex"}},
    .signature = "(text: string, pattern: string, replacement: string) -> string",
    .doc =
        "The text with each match of the regular expression replaced; `\\\\1` in the replacement stands for "
        "the first group, `\\\\0` for the match.",
    .example = "T | extend Clean = replace_regex(ProcessCommandLine, @\"\\s+\", \" \")",
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

// What a group of the regular expression matched first; group 0 is all of the match. Empty text without a match.
#include "functions/function_def.h"
#include "functions/text/regex.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareRegex(call, 0);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Regex* regex = RegexOf(call, args[0].text);
  if (!regex || args[1].integer < 0 || args[1].integer > regex->group_count()) return;
  RegexGroups groups;
  if (!regex->Find(args[2].text, 0, groups)) return;
  const std::string_view found = groups[static_cast<size_t>(args[1].integer)];
  if (found.data()) result = Cell::Text(found);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kExtractFunction) = {
    .name = "extract",
    .spelled = {{Lang::kKql, "extract"}},
    .signature = "(pattern: string, group: int|long, text: string) -> string",
    .doc =
        "What a group of the regular expression matched first; group 0 is all of the match. Empty text "
        "without a match.\n\nWith `typeof(...)` the result is converted to that type.",
    .example = "T | extend User = extract(@\"user=(\\w+)\", 1, Message)",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

// True when the regular expression matches somewhere in `text`, with case unless the pattern says `(?i)`.
#include "functions/function_def.h"
#include "functions/text/regex.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareRegex(call, 1);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Regex* regex = RegexOf(call, args[1].text);
  if (regex) result = Cell::Bool(regex->Matches(args[0].text));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  return constants[1] && !constants[1]->is_null() ? RequiredByRegex(constants[1]->text(), false) : LiteralFilter::Any();
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMatchesRegexFunction) = {
    .name = "matches_regex",
    .spelled = {{Lang::kKql, "matches_regex"}},
    .signature = "(text: string, pattern: string) -> bool",
    .doc =
        "True when the regular expression matches somewhere in `text`, with case unless the pattern says "
        "`(?i)`.\n\nThe KQL operator `matches regex`. `\\\\d` and `\\\\w` are ASCII classes.",
    .example = "T | where RemoteUrl matches regex @\"(workers|pages)\\.dev\"",
    .null_rule = NullRule::kFalse,
    .prepare = Prepare,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry

// True when both texts are equal, ignoring case.
#include "functions/function_def.h"
#include "functions/text/required_literals.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(EqualsFolded(args[0].text, args[1].text));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  for (const Value* constant : constants)
    if (constant && !constant->is_null()) return RequiredText(constant->text(), true);
  return LiteralFilter::Any();
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEqualsNocaseFunction) = {
    .name = "equals_nocase",
    .spelled = {{Lang::kKql, "=~"}},
    .signature = "(left: string, right: string) -> bool",
    .doc = "True when both texts are equal, ignoring case.",
    .example = "T | where FileName =~ \"PowerShell.exe\"",
    .null_rule = NullRule::kFalse,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry

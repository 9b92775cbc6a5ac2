// True when `text` has all of the terms (texts, or dynamic arrays of them), ignoring case. See `has`.
#include "functions/function_def.h"
#include "functions/text/predicate.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

LiteralFilter Literals(std::span<const Value* const> constants) {
  return RequiredAllOf(constants, true);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHasAllFunction) = {
    .name = "has_all",
    .spelled = {{Lang::kKql, "has_all"}},
    .signature = "(text: string, terms...: string|dynamic) -> bool",
    .doc = "True when `text` has all of the terms (texts, or dynamic arrays of them), ignoring case. See `has`.",
    .example = "T | where ProcessCommandLine has_all (\"powershell\", \"bypass\")",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kIgnore, TermEnds::kBoth>,
    .kernel = NeedlesKernel<Case::kIgnore, TermEnds::kBoth, Quantity::kAll>,
    .literals = Literals,
};

}  // namespace quarry

// True when `text` has one of the terms (texts, or dynamic arrays of them), ignoring case. See `has`.
#include "functions/function_def.h"
#include "functions/text/predicate.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

LiteralFilter Literals(std::span<const Value* const> constants) {
  return RequiredAnyOf(constants, true);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHasAnyFunction) = {
    .name = "has_any",
    .spelled = {{Lang::kKql, "has_any"}},
    .signature = "(text: string, terms...: string|dynamic) -> bool",
    .doc = "True when `text` has one of the terms (texts, or dynamic arrays of them), ignoring case. See `has`.",
    .example = "T | where ProcessCommandLine has_any (\"-enc\", \"bypass\")",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kIgnore, TermEnds::kBoth>,
    .kernel = NeedlesKernel<Case::kIgnore, TermEnds::kBoth, Quantity::kAny>,
    .literals = Literals,
};

}  // namespace quarry

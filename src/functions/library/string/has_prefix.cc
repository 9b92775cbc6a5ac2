// True when a term of `text` begins with `prefix`, ignoring case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kHasPrefixFunction) = {
    .name = "has_prefix",
    .spelled = {{Lang::kKql, "hasprefix"}},
    .signature = "(text: string, prefix: string) -> bool",
    .doc = "True when a term of `text` begins with `prefix`, ignoring case.",
    .example = "T | where ProcessCommandLine hasprefix \"power\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kIgnore, TermEnds::kStart>,
    .kernel = FinderKernel<Case::kIgnore, TermEnds::kStart>,
    .literals = NeedleLiterals<Case::kIgnore>,
};

}  // namespace quarry

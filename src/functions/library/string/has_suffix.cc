// True when a term of `text` ends with `suffix`, ignoring case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kHasSuffixFunction) = {
    .name = "has_suffix",
    .spelled = {{Lang::kKql, "hassuffix"}},
    .signature = "(text: string, suffix: string) -> bool",
    .doc = "True when a term of `text` ends with `suffix`, ignoring case.",
    .example = "T | where FileName hassuffix \"shell\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kIgnore, TermEnds::kEnd>,
    .kernel = FinderKernel<Case::kIgnore, TermEnds::kEnd>,
    .literals = NeedleLiterals<Case::kIgnore>,
};

}  // namespace quarry

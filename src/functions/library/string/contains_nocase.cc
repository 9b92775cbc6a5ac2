// True when `part` occurs anywhere in `text`, ignoring case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kContainsNocaseFunction) = {
    .name = "contains_nocase",
    .spelled = {{Lang::kKql, "contains"}},
    .signature = "(text: string, part: string) -> bool",
    .doc = "True when `part` occurs anywhere in `text`, ignoring case.",
    .example = "T | where RemoteUrl contains \"workers.dev\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kIgnore, TermEnds::kNone>,
    .kernel = FinderKernel<Case::kIgnore, TermEnds::kNone>,
    .literals = NeedleLiterals<Case::kIgnore>,
};

}  // namespace quarry

// True when a term of `text` ends with `suffix`, with case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kHasSuffixCaseFunction) = {
    .name = "has_suffix_case",
    .spelled = {{Lang::kKql, "hassuffix_cs"}},
    .signature = "(text: string, suffix: string) -> bool",
    .doc = "True when a term of `text` ends with `suffix`, with case.",
    .example = "T | where FileName hassuffix_cs \"Shell\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kSensitive, TermEnds::kEnd>,
    .kernel = FinderKernel<Case::kSensitive, TermEnds::kEnd>,
    .literals = NeedleLiterals<Case::kSensitive>,
};

}  // namespace quarry

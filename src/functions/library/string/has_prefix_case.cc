// True when a term of `text` begins with `prefix`, with case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kHasPrefixCaseFunction) = {
    .name = "has_prefix_case",
    .spelled = {{Lang::kKql, "hasprefix_cs"}},
    .signature = "(text: string, prefix: string) -> bool",
    .doc = "True when a term of `text` begins with `prefix`, with case.",
    .example = "T | where ProcessCommandLine hasprefix_cs \"Power\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kSensitive, TermEnds::kStart>,
    .kernel = FinderKernel<Case::kSensitive, TermEnds::kStart>,
    .literals = NeedleLiterals<Case::kSensitive>,
};

}  // namespace quarry

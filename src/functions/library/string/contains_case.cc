// True when `part` occurs anywhere in `text`, with case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kContainsCaseFunction) = {
    .name = "contains_case",
    .spelled = {{Lang::kKql, "contains_cs"}, {Lang::kKql, "containscs"}},
    .signature = "(text: string, part: string) -> bool",
    .doc = "True when `part` occurs anywhere in `text`, with case.",
    .example = "T | where RemoteUrl contains_cs \"Workers\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kSensitive, TermEnds::kNone>,
    .kernel = FinderKernel<Case::kSensitive, TermEnds::kNone>,
    .literals = NeedleLiterals<Case::kSensitive>,
};

}  // namespace quarry

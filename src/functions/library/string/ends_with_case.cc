// True when `text` ends with `suffix`, with case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kEndsWithCaseFunction) = {
    .name = "ends_with_case",
    .spelled = {{Lang::kKql, "endswith_cs"}},
    .signature = "(text: string, suffix: string) -> bool",
    .doc = "True when `text` ends with `suffix`, with case.",
    .example = "T | where FileName endswith_cs \".exe\"",
    .null_rule = NullRule::kFalse,
    .kernel = AffixKernel<Case::kSensitive, End::kFinish>,
    .literals = NeedleLiterals<Case::kSensitive>,
};

}  // namespace quarry

// True when `text` ends with `suffix`, ignoring case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kEndsWithNocaseFunction) = {
    .name = "ends_with_nocase",
    .spelled = {{Lang::kKql, "endswith"}},
    .signature = "(text: string, suffix: string) -> bool",
    .doc = "True when `text` ends with `suffix`, ignoring case.",
    .example = "T | where FolderPath endswith \"\\\\powershell.exe\"",
    .null_rule = NullRule::kFalse,
    .kernel = AffixKernel<Case::kIgnore, End::kFinish>,
    .literals = NeedleLiterals<Case::kIgnore>,
};

}  // namespace quarry

// True when `text` begins with `prefix`, ignoring case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kStartsWithNocaseFunction) = {
    .name = "starts_with_nocase",
    .spelled = {{Lang::kKql, "startswith"}},
    .signature = "(text: string, prefix: string) -> bool",
    .doc = "True when `text` begins with `prefix`, ignoring case.",
    .example = "T | where FolderPath startswith @\"C:\\Users\"",
    .null_rule = NullRule::kFalse,
    .kernel = AffixKernel<Case::kIgnore, End::kStart>,
    .literals = NeedleLiterals<Case::kIgnore>,
};

}  // namespace quarry

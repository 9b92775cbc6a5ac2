// True when `text` begins with `prefix`, with case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kStartsWithCaseFunction) = {
    .name = "starts_with_case",
    .spelled = {{Lang::kKql, "startswith_cs"}},
    .signature = "(text: string, prefix: string) -> bool",
    .doc = "True when `text` begins with `prefix`, with case.",
    .example = "T | where FolderPath startswith_cs \"/usr\"",
    .null_rule = NullRule::kFalse,
    .kernel = AffixKernel<Case::kSensitive, End::kStart>,
    .literals = NeedleLiterals<Case::kSensitive>,
};

}  // namespace quarry

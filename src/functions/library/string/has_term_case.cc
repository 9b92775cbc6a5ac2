// True when `term` occurs in `text` as a whole term (a maximal run of letters and digits), with case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kHasTermCaseFunction) = {
    .name = "has_term_case",
    .spelled = {{Lang::kKql, "has_cs"}},
    .signature = "(text: string, term: string) -> bool",
    .doc = "True when `term` occurs in `text` as a whole term (a maximal run of letters and digits), with case.",
    .example = "T | where ProcessCommandLine has_cs \"PowerShell\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kSensitive, TermEnds::kBoth>,
    .kernel = FinderKernel<Case::kSensitive, TermEnds::kBoth>,
    .literals = NeedleLiterals<Case::kSensitive>,
};

}  // namespace quarry

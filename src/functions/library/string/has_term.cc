// True when `term` occurs in `text` as a whole term, ignoring case.
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kHasTermFunction) = {
    .name = "has_term",
    .spelled = {{Lang::kKql, "has"}},
    .signature = "(text: string, term: string) -> bool",
    .doc =
        "True when `term` occurs in `text` as a whole term, ignoring case.\n\nA term is a maximal run of "
        "letters and digits; `_` and `.` separate terms. A needle with separators inside must begin and end "
        "at the ends of terms.",
    .example = "T | where ProcessCommandLine has \"powershell\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kIgnore, TermEnds::kBoth>,
    .kernel = FinderKernel<Case::kIgnore, TermEnds::kBoth>,
    .literals = NeedleLiterals<Case::kIgnore>,
};

}  // namespace quarry

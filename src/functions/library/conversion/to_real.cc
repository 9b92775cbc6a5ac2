// The value as a real. Null where it is none.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToRealFunction) = {
    .name = "to_real",
    .spelled = {{Lang::kKql, "toreal"}, {Lang::kKql, "todouble"}},
    .signature = "(value: any) -> real",
    .doc = "The value as a real. Null where it is none.",
    .example = "T | extend Score = todouble(ScoreText)",
    .kernel = ConvertTo<Type::kReal>,
};

}  // namespace quarry

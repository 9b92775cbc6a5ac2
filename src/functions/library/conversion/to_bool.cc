// The value as a bool: `true` and `false` in any case, numbers by being zero. Null where it is none.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToBoolFunction) = {
    .name = "to_bool",
    .spelled = {{Lang::kKql, "tobool"}, {Lang::kKql, "toboolean"}},
    .signature = "(value: any) -> bool",
    .doc = "The value as a bool: `true` and `false` in any case, numbers by being zero. Null where it is none.",
    .example = "T | where tobool(Properties.enabled)",
    .kernel = ConvertTo<Type::kBool>,
};

}  // namespace quarry

// The value as a 32-bit whole number; reals are cut towards zero. Null where it is none or does not fit.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToIntFunction) = {
    .name = "to_int",
    .spelled = {{Lang::kKql, "toint"}},
    .signature = "(value: any) -> int",
    .doc = "The value as a 32-bit whole number; reals are cut towards zero. Null where it is none or does not fit.",
    .example = "T | extend Port = toint(PortText)",
    .kernel = ConvertTo<Type::kInt>,
};

}  // namespace quarry

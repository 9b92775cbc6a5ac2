// The value as a 64-bit whole number; reals are cut towards zero, datetimes and timespans give their ticks. Null where
// it is none.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToLongFunction) = {
    .name = "to_long",
    .spelled = {{Lang::kKql, "tolong"}},
    .signature = "(value: any) -> long",
    .doc =
        "The value as a 64-bit whole number; reals are cut towards zero, datetimes and timespans give their "
        "ticks. Null where it is none.",
    .example = "T | extend Size = tolong(SizeText)",
    .kernel = ConvertTo<Type::kLong>,
};

}  // namespace quarry

// The value as a decimal. Null where it is none.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToDecimalFunction) = {
    .name = "to_decimal",
    .spelled = {{Lang::kKql, "todecimal"}},
    .signature = "(value: any) -> decimal",
    .doc = "The value as a decimal. Null where it is none.",
    .example = "T | extend Amount = todecimal(AmountText)",
    .kernel = ConvertTo<Type::kDecimal>,
};

}  // namespace quarry

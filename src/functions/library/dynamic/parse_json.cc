// The value that JSON text stands for. Text that is no JSON gives a dynamic string of it; empty text gives null.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kParseJsonFunction) = {
    .name = "parse_json",
    .spelled = {{Lang::kKql, "parse_json"},
                {Lang::kKql, "todynamic"},
                {Lang::kKql, "parsejson"},
                {Lang::kKql, "toobject"}},
    .signature = "(json: any) -> dynamic",
    .doc =
        "The value that JSON text stands for. Text that is no JSON gives a dynamic string of it; empty text gives "
        "null.",
    .example = "T | extend Fields = parse_json(AdditionalFields)",
    .kernel = ConvertTo<Type::kDynamic>,
};

}  // namespace quarry

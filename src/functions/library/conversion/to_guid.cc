// The text as a guid, with or without dashes and braces. Null where it is none.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToGuidFunction) = {
    .name = "to_guid",
    .spelled = {{Lang::kKql, "toguid"}},
    .signature = "(value: any) -> guid",
    .doc = "The text as a guid, with or without dashes and braces. Null where it is none.",
    .example = "T | where toguid(CorrelationId) == guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
    .kernel = ConvertTo<Type::kGuid>,
};

}  // namespace quarry

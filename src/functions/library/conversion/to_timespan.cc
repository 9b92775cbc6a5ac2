// The text as a timespan: `1d`, `1.5h`, `00:01:30.5`; a bare number counts days. Null where it is none.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToTimespanFunction) = {
    .name = "to_timespan",
    .spelled = {{Lang::kKql, "totimespan"}},
    .signature = "(value: any) -> timespan",
    .doc = "The text as a timespan: `1d`, `1.5h`, `00:01:30.5`; a bare number counts days. Null where it is none.",
    .example = "T | extend Took = totimespan(Duration)",
    .kernel = ConvertTo<Type::kTimeSpan>,
};

}  // namespace quarry

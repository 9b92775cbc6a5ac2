// The text as a datetime: ISO 8601, RFC 822 or month/day/year; UTC where it names no offset. Null where it is none.
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

QUARRY_DEFINE(FunctionDef, kToDatetimeFunction) = {
    .name = "to_datetime",
    .spelled = {{Lang::kKql, "todatetime"}},
    .signature = "(value: any) -> datetime",
    .doc =
        "The text as a datetime: ISO 8601, RFC 822 or month/day/year; UTC where it names no offset. Null "
        "where it is none.",
    .example = "T | where todatetime(LastSeen) > ago(7d)",
    .kernel = ConvertTo<Type::kDateTime>,
};

}  // namespace quarry

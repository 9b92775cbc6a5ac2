// The different whole numbers of a group, as one compact text.
#include "functions/analytics/number_set.h"

#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call(std::string(kNumberSetFunction), {sql::Cast(call.args[0], "BIGINT")});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNumberSet) = {
    .name = kNumberSetFunction,
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "number_set"}},
    .signature = "(number: int|long) -> string",
    .doc =
        "The different whole numbers of a group as one compact text, about a byte each where they lie close together: "
        "the minutes or hours in which something happened, over weeks, without a row each. To be read by "
        "`number_set_count`, `number_set_missing` and `number_set_overlap`; nulls do not count, and a group without "
        "numbers has \"\".\n\nQuarry's own function.",
    .example =
        "T | summarize Hours = number_set(datetime_diff(\"hour\", Timestamp, datetime(1970-01-01))) by DeviceName",
    .duckdb = Lower,
    .default_name = "number_set_",
};

}  // namespace quarry

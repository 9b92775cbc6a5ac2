// How many sets of numbers share one.
#include "functions/analytics/number_set.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call(std::string(kNumberSetOverlapFunction), {call.args[0]});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNumberSetOverlap) = {
    .name = kNumberSetOverlapFunction,
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "number_set_overlap"}},
    .signature = "(set: string) -> long",
    .doc =
        "The most of a group's sets (`number_set`) that have one number in common: of sets of hours, one a tenant, how "
        "many tenants the busiest hour saw. Texts that are no set do not count; 0 without any number.\n\nQuarry's own "
        "function.",
    .example =
        "T | summarize Hours = number_set(datetime_diff(\"hour\", Timestamp, datetime(1970-01-01))) by DeviceName, "
        "Tenant "
        "| summarize FanOut = number_set_overlap(Hours) by DeviceName",
    .duckdb = Lower,
    .default_name = "number_set_overlap_",
};

}  // namespace quarry

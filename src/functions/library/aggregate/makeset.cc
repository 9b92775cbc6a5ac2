// The old form of make_set: at most 128 values unless a limit is given.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateSet(call, call.args[0], call.args.size() > 1 ? call.args[1] : sql::Integer(128));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakesetFunction) = {
    .name = "makeset",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "makeset"}},
    .signature = "(value: any, limit?: int|long) -> dynamic",
    .doc = "The old form of make_set: at most 128 values unless a limit is given.",
    .example = "T | summarize makeset(RemoteIP) by Account",
    .duckdb = Lower,
    .default_name = "set_",
};

}  // namespace quarry

// The old form of make_list: at most 128 values unless a limit is given.
#include "functions/aggregate/building.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return AggregateList(call, call.args[0], call.args.size() > 1 ? call.args[1] : sql::Integer(128));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMakelistFunction) = {
    .name = "makelist",
    .kind = FunctionKind::kAggregate,
    .spelled = {{Lang::kKql, "makelist"}},
    .signature = "(value: any, limit?: int|long) -> dynamic",
    .doc = "The old form of make_list: at most 128 values unless a limit is given.",
    .example = "T | summarize makelist(FileName) by Account",
    .duckdb = Lower,
    .default_name = "list_",
};

}  // namespace quarry

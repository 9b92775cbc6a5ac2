// The value `offset` rows before this one (1 unless given) in the order of the rows; `otherwise` or null where there
// is none.
#include "functions/function_def.h"

namespace quarry {

namespace {

sql::ExprPtr Lower(const LoweringCall& call) {
  return sql::Call("lag", {call.args.begin(), call.args.end()});
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kPrevFunction) = {
    .name = "prev",
    .kind = FunctionKind::kWindow,
    .spelled = {{Lang::kKql, "prev"}},
    .signature = "(value: any, offset?: int|long, otherwise?: any) -> same(1)",
    .doc =
        "The value `offset` rows before this one (1 unless given) in the order of the rows; `otherwise` or "
        "null where there is none.",
    .example = "T | sort by Timestamp asc | extend Gap = Timestamp - prev(Timestamp)",
    .duckdb = Lower,
};

}  // namespace quarry

// `then` when the condition is true, else `otherwise`; a null condition counts as false.
#include "functions/conditional/branches.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return BranchType(types.subspan(1));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const size_t taken = !args[0].null && args[0].boolean ? 1 : 2;
  result = AsResult(call, taken, args[taken]);
}

sql::ExprPtr Lower(const LoweringCall& call) {
  if (call.types[1] != call.result_type || call.types[2] != call.result_type) return nullptr;
  return sql::Case({call.args[0], call.args[1]}, call.args[2]);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIffFunction) = {
    .name = "iff",
    .spelled = {{Lang::kKql, "iff"}, {Lang::kKql, "iif"}},
    .signature = "(condition: bool, then: any, otherwise: any) -> custom",
    .doc = "`then` when the condition is true, else `otherwise`; a null condition counts as false.",
    .example = "T | extend Kind = iff(Port == 443, \"tls\", \"other\")",
    .null_rule = NullRule::kHandled,
    .nullable_string = true,
    .kernel = Run,
    .duckdb = Lower,
    .result_type = ResultOf,
};

}  // namespace quarry

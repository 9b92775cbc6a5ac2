// The least of the values; nulls are passed over.
#include "functions/comparison/compare_cells.h"
#include "functions/conversion/convert_kernel.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  for (size_t i = 0; i < call.types.size(); ++i) {
    if (args[i].null) continue;
    const Cell value = AsResult(call, i, args[i]);
    if (result.null || CompareCells(call.result_type, value, result) < 0) result = value;
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMinOfFunction) = {
    .name = "min_of",
    .spelled = {{Lang::kKql, "min_of"}},
    .signature = "(values...: int|long|real|datetime|timespan|string|bool) -> common(...)",
    .doc = "The least of the values; nulls are passed over.",
    .example = "T | extend First = min_of(A, B)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

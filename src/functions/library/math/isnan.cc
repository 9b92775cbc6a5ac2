// True when the value is NaN.
#include <cmath>

#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(call.types[0] == Type::kReal && std::isnan(args[0].real));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsnanFunction) = {
    .name = "isnan",
    .spelled = {{Lang::kKql, "isnan"}},
    .signature = "(value: int|long|real) -> bool",
    .doc = "True when the value is NaN.",
    .example = "T | where not(isnan(Score))",
    .kernel = Run,
};

}  // namespace quarry

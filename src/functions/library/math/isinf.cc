// True when the value is infinite.
#include <cmath>

#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(call.types[0] == Type::kReal && std::isinf(args[0].real));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsinfFunction) = {
    .name = "isinf",
    .spelled = {{Lang::kKql, "isinf"}},
    .signature = "(value: int|long|real) -> bool",
    .doc = "True when the value is infinite.",
    .example = "T | where not(isinf(Ratio))",
    .kernel = Run,
};

}  // namespace quarry

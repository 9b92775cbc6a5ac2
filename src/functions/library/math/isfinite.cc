// True when the value is neither infinite nor NaN.
#include <cmath>

#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Bool(call.types[0] != Type::kReal || std::isfinite(args[0].real));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsfiniteFunction) = {
    .name = "isfinite",
    .spelled = {{Lang::kKql, "isfinite"}},
    .signature = "(value: int|long|real) -> bool",
    .doc = "True when the value is neither infinite nor NaN.",
    .example = "T | where isfinite(Ratio)",
    .kernel = Run,
};

}  // namespace quarry

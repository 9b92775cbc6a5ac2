// The base to the power of the exponent.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Real(std::pow(RealOf(call, args, 0), RealOf(call, args, 1)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kPowFunction) = {
    .name = "pow",
    .spelled = {{Lang::kKql, "pow"}},
    .signature = "(base: int|long|real, exponent: int|long|real) -> real",
    .doc = "The base to the power of the exponent.",
    .example = "print pow(2, 10)",
    .kernel = Run,
};

}  // namespace quarry

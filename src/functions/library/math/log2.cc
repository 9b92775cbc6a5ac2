// The logarithm to base 2; null below zero.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const double value = RealOf(call, args, 0);
  if (!(value < 0)) result = Cell::Real(std::log2(value));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kLog2Function) = {
    .name = "log2",
    .spelled = {{Lang::kKql, "log2"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The logarithm to base 2; null below zero.",
    .example = "print log2(8)",
    .kernel = Run,
};

}  // namespace quarry

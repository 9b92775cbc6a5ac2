// The logarithm to base 10; null below zero.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const double value = RealOf(call, args, 0);
  if (!(value < 0)) result = Cell::Real(std::log10(value));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kLog10Function) = {
    .name = "log10",
    .spelled = {{Lang::kKql, "log10"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The logarithm to base 10; null below zero.",
    .example = "print log10(1000)",
    .kernel = Run,
};

}  // namespace quarry

// The natural logarithm; null below zero.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const double value = RealOf(call, args, 0);
  if (!(value < 0)) result = Cell::Real(std::log(value));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kLogFunction) = {
    .name = "log",
    .spelled = {{Lang::kKql, "log"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The natural logarithm; null below zero.",
    .example = "print log(5)",
    .kernel = Run,
};

}  // namespace quarry

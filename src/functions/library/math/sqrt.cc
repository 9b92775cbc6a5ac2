// The square root; NaN below zero.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double SquareRoot(double value) {
  return std::sqrt(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSqrtFunction) = {
    .name = "sqrt",
    .spelled = {{Lang::kKql, "sqrt"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The square root; NaN below zero.",
    .example = "print sqrt(16)",
    .kernel = RealFunction<SquareRoot>,
};

}  // namespace quarry

// e to the power of the value.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double Exponential(double value) {
  return std::exp(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kExpFunction) = {
    .name = "exp",
    .spelled = {{Lang::kKql, "exp"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "e to the power of the value.",
    .example = "print exp(1)",
    .kernel = RealFunction<Exponential>,
};

}  // namespace quarry

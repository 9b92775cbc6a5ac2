// The tangent of an angle in radians.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double Tangent(double value) {
  return std::tan(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTanFunction) = {
    .name = "tan",
    .spelled = {{Lang::kKql, "tan"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The tangent of an angle in radians.",
    .example = "print tan(1)",
    .kernel = RealFunction<Tangent>,
};

}  // namespace quarry

// The cosine of an angle in radians.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double Cosine(double value) {
  return std::cos(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCosFunction) = {
    .name = "cos",
    .spelled = {{Lang::kKql, "cos"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The cosine of an angle in radians.",
    .example = "print cos(1)",
    .kernel = RealFunction<Cosine>,
};

}  // namespace quarry

// The cotangent of an angle in radians.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double Cotangent(double value) {
  return 1 / std::tan(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCotFunction) = {
    .name = "cot",
    .spelled = {{Lang::kKql, "cot"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The cotangent of an angle in radians.",
    .example = "print cot(1)",
    .kernel = RealFunction<Cotangent>,
};

}  // namespace quarry

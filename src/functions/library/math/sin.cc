// The sine of an angle in radians.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double Sine(double value) {
  return std::sin(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSinFunction) = {
    .name = "sin",
    .spelled = {{Lang::kKql, "sin"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The sine of an angle in radians.",
    .example = "print sin(1)",
    .kernel = RealFunction<Sine>,
};

}  // namespace quarry

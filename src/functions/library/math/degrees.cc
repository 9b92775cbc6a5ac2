// Radians in degrees.
#include <numbers>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double ToDegrees(double value) {
  return value * 180.0 / std::numbers::pi;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDegreesFunction) = {
    .name = "degrees",
    .spelled = {{Lang::kKql, "degrees"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "Radians in degrees.",
    .example = "print degrees(pi())",
    .kernel = RealFunction<ToDegrees>,
};

}  // namespace quarry

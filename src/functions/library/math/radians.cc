// Degrees in radians.
#include <numbers>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double ToRadians(double value) {
  return value * std::numbers::pi / 180.0;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRadiansFunction) = {
    .name = "radians",
    .spelled = {{Lang::kKql, "radians"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "Degrees in radians.",
    .example = "print radians(180)",
    .kernel = RealFunction<ToRadians>,
};

}  // namespace quarry

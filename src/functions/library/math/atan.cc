// The angle whose tangent is the value.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double ArcTangent(double value) {
  return std::atan(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAtanFunction) = {
    .name = "atan",
    .spelled = {{Lang::kKql, "atan"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The angle whose tangent is the value.",
    .example = "print atan(1)",
    .kernel = RealFunction<ArcTangent>,
};

}  // namespace quarry

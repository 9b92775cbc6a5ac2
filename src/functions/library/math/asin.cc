// The angle whose sine is the value; NaN beyond -1 and 1.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double ArcSine(double value) {
  return std::asin(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAsinFunction) = {
    .name = "asin",
    .spelled = {{Lang::kKql, "asin"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The angle whose sine is the value; NaN beyond -1 and 1.",
    .example = "print asin(1)",
    .kernel = RealFunction<ArcSine>,
};

}  // namespace quarry

// The angle whose cosine is the value; NaN beyond -1 and 1.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double ArcCosine(double value) {
  return std::acos(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAcosFunction) = {
    .name = "acos",
    .spelled = {{Lang::kKql, "acos"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The angle whose cosine is the value; NaN beyond -1 and 1.",
    .example = "print acos(1)",
    .kernel = RealFunction<ArcCosine>,
};

}  // namespace quarry

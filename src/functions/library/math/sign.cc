// -1, 0 or 1 as the value is below zero, zero or above.
#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double Sign(double value) {
  return value < 0 ? -1 : value > 0 ? 1 : value;
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSignFunction) = {
    .name = "sign",
    .spelled = {{Lang::kKql, "sign"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "-1, 0 or 1 as the value is below zero, zero or above.",
    .example = "T | extend S = sign(Delta)",
    .kernel = RealFunction<Sign>,
};

}  // namespace quarry

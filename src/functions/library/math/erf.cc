// The error function.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double ErrorFunction(double value) {
  return std::erf(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kErfFunction) = {
    .name = "erf",
    .spelled = {{Lang::kKql, "erf"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The error function.",
    .example = "print erf(1)",
    .kernel = RealFunction<ErrorFunction>,
};

}  // namespace quarry

// One minus the error function.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double ComplementaryErrorFunction(double value) {
  return std::erfc(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kErfcFunction) = {
    .name = "erfc",
    .spelled = {{Lang::kKql, "erfc"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "One minus the error function.",
    .example = "print erfc(1)",
    .kernel = RealFunction<ComplementaryErrorFunction>,
};

}  // namespace quarry

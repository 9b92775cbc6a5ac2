// 2 to the power of the value.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double PowerOfTwo(double value) {
  return std::exp2(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kExp2Function) = {
    .name = "exp2",
    .spelled = {{Lang::kKql, "exp2"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "2 to the power of the value.",
    .example = "print exp2(10)",
    .kernel = RealFunction<PowerOfTwo>,
};

}  // namespace quarry

// 10 to the power of the value.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double PowerOfTen(double value) {
  return std::pow(10.0, value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kExp10Function) = {
    .name = "exp10",
    .spelled = {{Lang::kKql, "exp10"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "10 to the power of the value.",
    .example = "print exp10(3)",
    .kernel = RealFunction<PowerOfTen>,
};

}  // namespace quarry

// The least whole number that is not below the value.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/real_function.h"

namespace quarry {

namespace {

double Ceiling(double value) {
  return std::ceil(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCeilingFunction) = {
    .name = "ceiling",
    .spelled = {{Lang::kKql, "ceiling"}},
    .signature = "(value: int|long|real) -> real",
    .doc = "The least whole number that is not below the value.",
    .example = "T | extend N = ceiling(Score)",
    .kernel = RealFunction<Ceiling>,
};

}  // namespace quarry

// The angle of the point (x, y) from the x axis.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Real(std::atan2(RealOf(call, args, 0), RealOf(call, args, 1)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAtan2Function) = {
    .name = "atan2",
    .spelled = {{Lang::kKql, "atan2"}},
    .signature = "(y: int|long|real, x: int|long|real) -> real",
    .doc = "The angle of the point (x, y) from the x axis.",
    .example = "print atan2(1, 1)",
    .kernel = Run,
};

}  // namespace quarry

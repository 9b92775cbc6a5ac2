// The elements moved to the left by `count` places; the places that become free hold `fill`, or null.
#include "functions/dynamic/array_shift.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = ShiftedArray(call, args, 1);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArrayShiftLeftFunction) = {
    .name = "array_shift_left",
    .spelled = {{Lang::kKql, "array_shift_left"}},
    .signature = "(array: dynamic, count: int|long, fill?: any) -> dynamic",
    .doc = "The elements moved to the left by `count` places; the places that become free hold `fill`, or null.",
    .example = "print array_shift_left(dynamic([1, 2, 3]), 1)",
    .kernel = Run,
};

}  // namespace quarry

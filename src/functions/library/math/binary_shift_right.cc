// The bits moved to the right by `count` modulo 64, the sign kept; null for a negative count.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  if (args[1].integer >= 0) result = Cell::Integer(args[0].integer >> (args[1].integer % 64));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryShiftRightFunction) = {
    .name = "binary_shift_right",
    .spelled = {{Lang::kKql, "binary_shift_right"}},
    .signature = "(value: int|long, count: int|long) -> long",
    .doc = "The bits moved to the right by `count` modulo 64, the sign kept; null for a negative count.",
    .example = "print binary_shift_right(8, 3)",
    .kernel = Run,
};

}  // namespace quarry

// The bits moved to the left by `count` modulo 64; null for a negative count.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  if (args[1].integer >= 0)
    result = Cell::Integer(static_cast<int64_t>(static_cast<uint64_t>(args[0].integer) << (args[1].integer % 64)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryShiftLeftFunction) = {
    .name = "binary_shift_left",
    .spelled = {{Lang::kKql, "binary_shift_left"}},
    .signature = "(value: int|long, count: int|long) -> long",
    .doc = "The bits moved to the left by `count` modulo 64; null for a negative count.",
    .example = "print binary_shift_left(1, 3)",
    .kernel = Run,
};

}  // namespace quarry

// The bits that are set in one of the numbers alone.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(args[0].integer ^ args[1].integer);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryXorFunction) = {
    .name = "binary_xor",
    .spelled = {{Lang::kKql, "binary_xor"}},
    .signature = "(left: int|long, right: int|long) -> long",
    .doc = "The bits that are set in one of the numbers alone.",
    .example = "T | extend Changed = binary_xor(A, B)",
    .kernel = Run,
};

}  // namespace quarry

// The bits that are set in one of the numbers or both.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(args[0].integer | args[1].integer);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryOrFunction) = {
    .name = "binary_or",
    .spelled = {{Lang::kKql, "binary_or"}},
    .signature = "(left: int|long, right: int|long) -> long",
    .doc = "The bits that are set in one of the numbers or both.",
    .example = "T | extend Flags = binary_or(A, B)",
    .kernel = Run,
};

}  // namespace quarry

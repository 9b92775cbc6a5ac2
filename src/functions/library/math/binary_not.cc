// The number with all bits turned.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(~args[0].integer);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryNotFunction) = {
    .name = "binary_not",
    .spelled = {{Lang::kKql, "binary_not"}},
    .signature = "(value: int|long) -> long",
    .doc = "The number with all bits turned.",
    .example = "print binary_not(100)",
    .kernel = Run,
};

}  // namespace quarry

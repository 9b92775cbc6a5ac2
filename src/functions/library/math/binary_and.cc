// The bits that are set in both numbers.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(args[0].integer & args[1].integer);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinaryAndFunction) = {
    .name = "binary_and",
    .spelled = {{Lang::kKql, "binary_and"}},
    .signature = "(left: int|long, right: int|long) -> long",
    .doc = "The bits that are set in both numbers.",
    .example = "T | where binary_and(Flags, 2) != 0",
    .kernel = Run,
};

}  // namespace quarry

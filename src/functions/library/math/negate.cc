// The operand with its sign turned.
#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = call.types[0] == Type::kReal ? Cell::Real(-args[0].real) : Cell::Integer(WrappingNegate(args[0].integer));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNegateFunction) = {
    .name = "negate",
    .spelled = {},
    .signature = "(operand: int|long|real|timespan) -> same(1)",
    .doc = "The operand with its sign turned.",
    .example = "T | extend Below = -Depth",
    .kernel = Run,
};

}  // namespace quarry

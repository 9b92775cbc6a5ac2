// The value without its sign.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return types[0] == Type::kInt ? Type::kLong : types[0];
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.types[0] == Type::kReal)
    result = Cell::Real(std::fabs(args[0].real));
  else
    result = Cell::Integer(args[0].integer < 0 ? WrappingNegate(args[0].integer) : args[0].integer);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAbsFunction) = {
    .name = "abs",
    .spelled = {{Lang::kKql, "abs"}},
    .signature = "(value: int|long|real|timespan) -> custom",
    .doc = "The value without its sign.",
    .example = "T | extend D = abs(A - B)",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

// The remainder, never negative for whole numbers: `-5 % 3` is 1. By zero: null.
#include <cmath>

#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  if (types[0] == Type::kTimeSpan || types[0] == Type::kDateTime) return Type::kTimeSpan;
  return NumericResult(types[0], types[1]);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (!OperandsAreNumbers(call, args)) return;
  if (call.result_type == Type::kReal) {
    result = Cell::Real(std::fmod(RealOf(call, args, 0), RealOf(call, args, 1)));
  } else if (call.result_type == Type::kDynamic) {
    result = DynamicArithmetic(args, '%', call.arena);
  } else if (call.types[1] != Type::kReal) {
    result = NonNegativeRemainder(WholeOf(call, args, 0), WholeOf(call, args, 1));
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kModuloFunction) = {
    .name = "modulo",
    .spelled = {{Lang::kKql, "%"}},
    .signature = "(left: int|long|real|timespan|datetime|dynamic, right: int|long|real|timespan|dynamic) -> custom",
    .doc = "The remainder, never negative for whole numbers: `-5 % 3` is 1. By zero: null.",
    .example = "T | where Id % 10 == 0",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

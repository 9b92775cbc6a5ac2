// The difference. `datetime - datetime` is a timespan, `datetime - timespan` a datetime; whole numbers wrap around on
// overflow.
#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  const Type a = types[0], b = types[1];
  if (a == b && (a == Type::kDateTime || a == Type::kTimeSpan)) return Type::kTimeSpan;
  if (a == Type::kDateTime && b == Type::kTimeSpan) return Type::kDateTime;
  return NumericResult(a, b);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (!OperandsAreNumbers(call, args)) return;
  switch (call.result_type) {
    case Type::kReal:
      result = Cell::Real(RealOf(call, args, 0) - RealOf(call, args, 1));
      return;
    case Type::kDateTime:
      result = DateTimeInRange(args[0].integer, WrappingNegate(args[1].integer));
      return;
    case Type::kDynamic:
      result = DynamicArithmetic(args, '-', call.arena);
      return;
    default:
      result = Cell::Integer(WrappingAdd(WholeOf(call, args, 0), WrappingNegate(WholeOf(call, args, 1))));
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSubtractFunction) = {
    .name = "subtract",
    .spelled = {{Lang::kKql, "-"}},
    .signature =
        "(left: int|long|real|datetime|timespan|dynamic, right: int|long|real|datetime|timespan|dynamic) -> custom",
    .doc =
        "The difference. `datetime - datetime` is a timespan, `datetime - timespan` a datetime; whole "
        "numbers wrap around on overflow.",
    .example = "T | extend Age = now() - Timestamp",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

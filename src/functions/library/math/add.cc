// The sum. `datetime + timespan` is a datetime; whole numbers wrap around on overflow; a datetime out of range is
// null.
#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  const Type a = types[0], b = types[1];
  if (a == Type::kTimeSpan && b == Type::kTimeSpan) return Type::kTimeSpan;
  if ((a == Type::kDateTime && b == Type::kTimeSpan) || (a == Type::kTimeSpan && b == Type::kDateTime))
    return Type::kDateTime;
  return NumericResult(a, b);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (!OperandsAreNumbers(call, args)) return;
  switch (call.result_type) {
    case Type::kReal:
      result = Cell::Real(RealOf(call, args, 0) + RealOf(call, args, 1));
      return;
    case Type::kDateTime:
      result = DateTimeInRange(args[0].integer, args[1].integer);
      return;
    case Type::kDynamic:
      result = DynamicArithmetic(args, '+', call.arena);
      return;
    default:
      result = Cell::Integer(WrappingAdd(WholeOf(call, args, 0), WholeOf(call, args, 1)));
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kAddFunction) = {
    .name = "add",
    .spelled = {{Lang::kKql, "+"}},
    .signature =
        "(left: int|long|real|datetime|timespan|dynamic, right: int|long|real|datetime|timespan|dynamic) -> custom",
    .doc =
        "The sum. `datetime + timespan` is a datetime; whole numbers wrap around on overflow; a datetime out "
        "of range is null.",
    .example = "T | extend Next = Port + 1",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

// The product. A timespan times a number is a timespan; whole numbers wrap around on overflow.
#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  if (types[0] == Type::kTimeSpan || types[1] == Type::kTimeSpan) return Type::kTimeSpan;
  return NumericResult(types[0], types[1]);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (!OperandsAreNumbers(call, args)) return;
  if (call.result_type == Type::kReal) {
    result = Cell::Real(RealOf(call, args, 0) * RealOf(call, args, 1));
  } else if (call.result_type == Type::kDynamic) {
    result = DynamicArithmetic(args, '*', call.arena);
  } else if (call.types[0] == Type::kReal || call.types[1] == Type::kReal) {
    result = TicksOf(RealOf(call, args, 0) * RealOf(call, args, 1));
  } else {
    result = Cell::Integer(WrappingMultiply(WholeOf(call, args, 0), WholeOf(call, args, 1)));
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kMultiplyFunction) = {
    .name = "multiply",
    .spelled = {{Lang::kKql, "*"}},
    .signature = "(left: int|long|real|timespan|dynamic, right: int|long|real|timespan|dynamic) -> custom",
    .doc = "The product. A timespan times a number is a timespan; whole numbers wrap around on overflow.",
    .example = "T | extend Bytes = Kilobytes * 1024",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

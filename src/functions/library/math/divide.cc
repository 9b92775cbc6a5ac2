// The quotient. Whole numbers are cut towards zero; division of a whole number by zero is null. `timespan / timespan`
// is a real.
#include "functions/function_def.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  if (types[1] == Type::kTimeSpan) return Type::kReal;
  if (types[0] == Type::kTimeSpan) return Type::kTimeSpan;
  return NumericResult(types[0], types[1]);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (!OperandsAreNumbers(call, args)) return;
  if (call.result_type == Type::kReal) {
    result = Cell::Real(RealOf(call, args, 0) / RealOf(call, args, 1));
  } else if (call.result_type == Type::kDynamic) {
    result = DynamicArithmetic(args, '/', call.arena);
  } else if (call.types[1] == Type::kReal) {
    result = TicksOf(RealOf(call, args, 0) / RealOf(call, args, 1));
  } else {
    const int64_t a = WholeOf(call, args, 0), b = WholeOf(call, args, 1);
    if (b == -1)
      result = Cell::Integer(WrappingNegate(a));  // the one quotient that overflows
    else if (b != 0)
      result = Cell::Integer(a / b);
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDivideFunction) = {
    .name = "divide",
    .spelled = {{Lang::kKql, "/"}},
    .signature = "(left: int|long|real|timespan|datetime|dynamic, right: int|long|real|timespan|dynamic) -> custom",
    .doc =
        "The quotient. Whole numbers are cut towards zero; division of a whole number by zero is null. "
        "`timespan / timespan` is a real.",
    .example = "T | extend Ratio = 1.0 * Failed / Total",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

// The value rounded down to a multiple of `size`, below zero too. Null for a size that is not positive.
#include <cmath>

#include "functions/datetime/calendar.h"
#include "functions/function_def.h"
#include "functions/numeric/multiples.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  if (types[0] == Type::kDateTime || types[0] == Type::kTimeSpan) return types[0];
  return types[0] == Type::kReal || types[1] == Type::kReal ? Type::kReal : Type::kLong;
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.result_type == Type::kReal) {
    const double value = call.types[0] == Type::kReal ? args[0].real : static_cast<double>(args[0].integer);
    const double size = call.types[1] == Type::kReal ? args[1].real : static_cast<double>(args[1].integer);
    if (size > 0) result = Cell::Real(std::floor(value / size) * size);
  } else if (call.types[1] != Type::kReal) {
    result = FloorToMultiple(args[0].integer, args[1].integer);
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinFunction) = {
    .name = "bin",
    .spelled = {{Lang::kKql, "bin"}, {Lang::kKql, "floor"}},
    .signature = "(value: int|long|real|datetime|timespan, size: int|long|real|timespan) -> custom",
    .doc = "The value rounded down to a multiple of `size`, below zero too. Null for a size that is not positive.",
    .example = "T | summarize count() by bin(Timestamp, 1h)",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

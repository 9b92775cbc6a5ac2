// The value rounded to so many digits behind the point (0 unless given), halves away from zero.
#include <cmath>

#include "functions/function_def.h"

namespace quarry {

namespace {

Type ResultOf(std::span<const Type> types) {
  return types[0] == Type::kReal ? Type::kReal : Type::kLong;
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const int64_t digits = call.types.size() > 1 ? args[1].integer : 0;
  if (call.types[0] != Type::kReal && digits >= 0) {
    result = Cell::Integer(args[0].integer);
    return;
  }
  if (digits < -300 || digits > 300) return;
  const double scale = std::pow(10.0, static_cast<double>(digits < 0 ? -digits : digits));
  if (call.types[0] != Type::kReal) {
    result = Cell::Integer(static_cast<int64_t>(std::round(static_cast<double>(args[0].integer) / scale) * scale));
  } else {
    const double value = args[0].real;
    const double rounded = digits < 0 ? std::round(value / scale) * scale : std::round(value * scale) / scale;
    result = Cell::Real(std::isfinite(rounded) ? rounded : value);
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRoundFunction) = {
    .name = "round",
    .spelled = {{Lang::kKql, "round"}},
    .signature = "(value: int|long|real, digits?: int|long) -> custom",
    .doc = "The value rounded to so many digits behind the point (0 unless given), halves away from zero.",
    .example = "T | extend Score = round(Score, 2)",
    .kernel = Run,
    .result_type = ResultOf,
};

}  // namespace quarry

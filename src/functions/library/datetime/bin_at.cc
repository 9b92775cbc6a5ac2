// The value rounded down to a multiple of `size` counted from `at`.
#include <cmath>

#include "functions/datetime/calendar.h"
#include "functions/function_def.h"
#include "functions/numeric/multiples.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto real = [&](size_t i) {
    return call.types[i] == Type::kReal ? args[i].real : static_cast<double>(args[i].integer);
  };
  if (call.types[0] == Type::kReal) {
    if (real(1) > 0) result = Cell::Real(std::floor((real(0) - real(2)) / real(1)) * real(1) + real(2));
  } else if (call.types[1] != Type::kReal && call.types[2] != Type::kReal) {
    result = FloorToMultiple(args[0].integer - args[2].integer, args[1].integer);
    if (!result.null) result.integer += args[2].integer;
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBinAtFunction) = {
    .name = "bin_at",
    .spelled = {{Lang::kKql, "bin_at"}},
    .signature =
        "(value: int|long|real|datetime|timespan, size: int|long|real|timespan, at: int|long|real|datetime|timespan) "
        "-> same(1)",
    .doc = "The value rounded down to a multiple of `size` counted from `at`.",
    .example = "T | summarize count() by bin_at(Timestamp, 7d, datetime(2024-01-01))",
    .kernel = Run,
};

}  // namespace quarry

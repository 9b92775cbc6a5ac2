// The greatest common divisor.
#include <limits>
#include <numeric>

#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();  // has no absolute value
  if (args[0].integer != kLeast && args[1].integer != kLeast)
    result = Cell::Integer(std::gcd(args[0].integer, args[1].integer));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGcdFunction) = {
    .name = "gcd",
    .spelled = {{Lang::kKql, "gcd"}},
    .signature = "(a: int|long, b: int|long) -> long",
    .doc = "The greatest common divisor.",
    .example = "print gcd(60, 48)",
    .kernel = Run,
};

}  // namespace quarry

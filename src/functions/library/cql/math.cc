// cql_math: the functions math:*. Results that are no finite number are absent.
#include <cmath>

#include "functions/function_def.h"

namespace quarry {
namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const double a = args[0].real, b = args[1].real;
  const std::string_view operation = args[2].text;
  double value = std::nan("");
  if (operation == "abs") value = std::fabs(a);
  else if (operation == "sqrt") value = std::sqrt(a);
  else if (operation == "exp") value = std::exp(a);
  else if (operation == "log") value = std::log(a);
  else if (operation == "log2") value = std::log2(a);
  else if (operation == "log10") value = std::log10(a);
  else if (operation == "mod") value = b == 0 ? std::nan("") : a - b * std::floor(a / b);
  else if (operation == "pow") value = std::pow(a, b);
  if (std::isfinite(value)) result = Cell::Real(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlMathFunction) = {
    .name = "cql_math",
    .signature = "(a: real, b: real, operation: string) -> real",
    .doc = "abs, sqrt, exp, log, log2, log10 of `a`; mod and pow of `a` and `b`. Null where there is no finite result.",
    .example = "math:sqrt(variance)",
    .kernel = Run,
};

}  // namespace quarry

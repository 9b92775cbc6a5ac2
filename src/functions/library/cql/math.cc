// cql_math: the functions math:*. Results that are no finite number are absent.
#include <cmath>

#include "functions/function_def.h"

namespace quarry {
namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const double a = args[0].real, b = args[1].real;
  const std::string_view operation = args[2].text;
  double value = std::nan("");
  if (operation == "abs")
    value = std::fabs(a);
  else if (operation == "sqrt")
    value = std::sqrt(a);
  else if (operation == "exp")
    value = std::exp(a);
  else if (operation == "log")
    value = std::log(a);
  else if (operation == "log2")
    value = std::log2(a);
  else if (operation == "log10")
    value = std::log10(a);
  else if (operation == "mod")
    value = b == 0 ? std::nan("") : a - b * std::floor(a / b);
  else if (operation == "pow")
    value = std::pow(a, b);
  else if (operation == "arctan2")
    value = std::atan2(a, b);
  else if (operation == "expm1")
    value = std::expm1(a);
  else if (operation == "log1p")
    value = std::log1p(a);
  else if (operation == "sin")
    value = std::sin(a);
  else if (operation == "cos")
    value = std::cos(a);
  else if (operation == "tan")
    value = std::tan(a);
  else if (operation == "sinh")
    value = std::sinh(a);
  else if (operation == "cosh")
    value = std::cosh(a);
  else if (operation == "tanh")
    value = std::tanh(a);
  else if (operation == "arcsin")
    value = std::asin(a);
  else if (operation == "arccos")
    value = std::acos(a);
  else if (operation == "arctan")
    value = std::atan(a);
  else if (operation == "deg2rad")
    value = a / 180 * std::acos(-1.0);
  else if (operation == "rad2deg")
    value = a * 180 / std::acos(-1.0);
  if (std::isfinite(value)) result = Cell::Real(value);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlMathFunction) = {
    .name = "cql_math",
    .signature = "(a: real, b: real, operation: string) -> real",
    .doc =
        "abs, sqrt, exp, expm1, log, log1p, log2, log10, sin, cos, tan, sinh, cosh, tanh, arcsin, arccos, arctan, "
        "deg2rad, rad2deg of `a`; mod and pow of `a` and `b`. Null where there is no finite result.",
    .example = "math:sqrt(variance)",
    .kernel = Run,
};

}  // namespace quarry

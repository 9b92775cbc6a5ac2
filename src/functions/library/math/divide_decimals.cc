// The quotient of two decimals, to 34 digits; null for a division by zero.
#include "functions/function_def.h"
#include "functions/numeric/decimal_arithmetic.h"

namespace quarry {
namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (std::optional<std::string> value = DivideDecimals(args[0].text, args[1].text))
    result = Cell::Text(call.arena.Copy(*value));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDivideDecimalsFunction) = {
    .name = "divide_decimals",
    .signature = "(left: decimal, right: decimal) -> decimal",
    .doc = "The quotient of two decimals, to 34 digits; null for a division by zero.",
    .example = "print decimal(1) / 3",
    .kernel = Run,
};

}  // namespace quarry

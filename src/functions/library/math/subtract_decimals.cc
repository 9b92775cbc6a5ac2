// The difference of two decimals, exact.
#include "functions/function_def.h"
#include "functions/numeric/decimal_arithmetic.h"

namespace quarry {
namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (std::optional<std::string> value = SubtractDecimals(args[0].text, args[1].text))
    result = Cell::Text(call.arena.Copy(*value));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSubtractDecimalsFunction) = {
    .name = "subtract_decimals",
    .signature = "(left: decimal, right: decimal) -> decimal",
    .doc = "The difference of two decimals, exact.",
    .example = "print decimal(1.1) - decimal(2.25)",
    .kernel = Run,
};

}  // namespace quarry

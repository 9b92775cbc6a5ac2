// The remainder of two decimals, never negative for a positive divisor.
#include "functions/function_def.h"
#include "functions/numeric/decimal_arithmetic.h"

namespace quarry {
namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (std::optional<std::string> value = ModuloDecimals(args[0].text, args[1].text))
    result = Cell::Text(call.arena.Copy(*value));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kModuloDecimalsFunction) = {
    .name = "modulo_decimals",
    .signature = "(left: decimal, right: decimal) -> decimal",
    .doc = "The remainder of two decimals, never negative for a positive divisor.",
    .example = "print decimal(-5.5) % decimal(3)",
    .kernel = Run,
};

}  // namespace quarry

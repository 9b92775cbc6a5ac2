// The number that a text is: decimal, with a fraction or exponent, or hexadecimal with 0x. Null when it is none.
#include "functions/function_def.h"
#include "types/number.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  // Windows events hold numbers as text, often in hexadecimal ("0x17").
  if (const auto integer = ParseInteger(args[0].text)) {
    result = Cell::Real(static_cast<double>(*integer));
  } else if (const auto real = ParseReal(args[0].text)) {
    result = Cell::Real(*real);
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNumberOfTextFunction) = {
    .name = "number_of_text",
    .spelled = {},
    .signature = "(text: string) -> real",
    .doc =
        "The number that `text` is, decimal or hexadecimal (`0x17`); null when it is none.\n\n"
        "What Sigma's `lt`, `lte`, `gt` and `gte` compare.",
    .example = "DestinationPort|gte: 49152",
    .null_rule = NullRule::kPropagate,
    .kernel = Run,
};

}  // namespace quarry

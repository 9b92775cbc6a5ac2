// The number pi.
#include <numbers>

#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell*, Cell& result) {
  result = Cell::Real(std::numbers::pi);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kPiFunction) = {
    .name = "pi",
    .spelled = {{Lang::kKql, "pi"}},
    .signature = "() -> real",
    .doc = "The number pi.",
    .example = "print pi()",
    .kernel = Run,
};

}  // namespace quarry

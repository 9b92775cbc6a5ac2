// True when all characters are ASCII.
#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(IsAsciiText(args[0].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsasciiFunction) = {
    .name = "isascii",
    .spelled = {{Lang::kKql, "isascii"}},
    .signature = "(text: string) -> bool",
    .doc = "True when all characters are ASCII.",
    .example = "T | where not(isascii(FileName))",
    .kernel = Run,
};

}  // namespace quarry

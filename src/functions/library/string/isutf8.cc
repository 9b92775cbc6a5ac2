// True when the text is valid UTF-8.
#include "functions/function_def.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Bool(IsValidUtf8(args[0].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIsutf8Function) = {
    .name = "isutf8",
    .spelled = {{Lang::kKql, "isutf8"}},
    .signature = "(text: string) -> bool",
    .doc = "True when the text is valid UTF-8.",
    .example = "T | where not(isutf8(Payload))",
    .kernel = Run,
};

}  // namespace quarry

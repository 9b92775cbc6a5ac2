// The text in lower case.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = TextIn(call.arena, Lowered(args[0].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kToLowerFunction) = {
    .name = "to_lower",
    .spelled = {{Lang::kKql, "tolower"}},
    .signature = "(text: string) -> string",
    .doc = "The text in lower case.",
    .example = "T | extend Name = tolower(FileName)",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

// The text in upper case.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = TextIn(call.arena, Uppered(args[0].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kToUpperFunction) = {
    .name = "to_upper",
    .spelled = {{Lang::kKql, "toupper"}},
    .signature = "(text: string) -> string",
    .doc = "The text in upper case.",
    .example = "T | extend Name = toupper(FileName)",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

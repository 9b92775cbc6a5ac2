// The length of the text in characters (code points).
#include "functions/function_def.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(static_cast<int64_t>(CountCodePoints(args[0].text)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStrlenFunction) = {
    .name = "strlen",
    .spelled = {{Lang::kKql, "strlen"}},
    .signature = "(text: string) -> long",
    .doc = "The length of the text in characters (code points).",
    .example = "T | where strlen(ProcessCommandLine) > 1000",
    .kernel = Run,
};

}  // namespace quarry

// The length of the text in bytes of UTF-8.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(static_cast<int64_t>(args[0].text.size()));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStringSizeFunction) = {
    .name = "string_size",
    .spelled = {{Lang::kKql, "string_size"}},
    .signature = "(text: string) -> long",
    .doc = "The length of the text in bytes of UTF-8.",
    .example = "T | extend Bytes = string_size(ProcessCommandLine)",
    .kernel = Run,
};

}  // namespace quarry

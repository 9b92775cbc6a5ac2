// The bytes of the text in base64.
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  AppendBase64(args[0].text, out);
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBase64EncodeTostringFunction) = {
    .name = "base64_encode_tostring",
    .spelled = {{Lang::kKql, "base64_encode_tostring"}, {Lang::kKql, "base64_encodestring"}},
    .signature = "(text: string) -> string",
    .doc = "The bytes of the text in base64.",
    .example = "print base64_encode_tostring(\"Kusto\")",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

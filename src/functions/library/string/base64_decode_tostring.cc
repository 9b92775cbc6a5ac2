// The text that base64 stands for; empty where it is no base64 of UTF-8.
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto bytes = DecodeBase64(args[0].text);
  result = bytes && IsValidUtf8(*bytes) ? TextIn(call.arena, *bytes) : Cell::Text("");
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBase64DecodeTostringFunction) = {
    .name = "base64_decode_tostring",
    .spelled = {{Lang::kKql, "base64_decode_tostring"}, {Lang::kKql, "base64_decodestring"}},
    .signature = "(text: string) -> string",
    .doc = "The text that base64 stands for; empty where it is no base64 of UTF-8.",
    .example = "T | extend Script = base64_decode_tostring(extract(@\"-enc (\\S+)\", 1, ProcessCommandLine))",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

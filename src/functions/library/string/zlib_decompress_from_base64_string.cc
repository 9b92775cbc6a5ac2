// The text that base64 of its zlib form stands for; empty where it is none.
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/compression.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto bytes = DecodeBase64(args[0].text);
  const auto text = bytes ? Decompressed(Compression::kZlib, *bytes) : std::nullopt;
  result = text && IsValidUtf8(*text) ? TextIn(call.arena, *text) : Cell::Text("");
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kZlibDecompressFromBase64StringFunction) = {
    .name = "zlib_decompress_from_base64_string",
    .spelled = {{Lang::kKql, "zlib_decompress_from_base64_string"}},
    .signature = "(text: string) -> string",
    .doc = "The text that base64 of its zlib form stands for; empty where it is none.",
    .example = "T | extend Script = zlib_decompress_from_base64_string(Payload)",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

// The text that base64 of its gzip form stands for; empty where it is none.
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/compression.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto bytes = DecodeBase64(args[0].text);
  const auto text = bytes ? Decompressed(Compression::kGzip, *bytes) : std::nullopt;
  result = text && IsValidUtf8(*text) ? TextIn(call.arena, *text) : Cell::Text("");
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGzipDecompressFromBase64StringFunction) = {
    .name = "gzip_decompress_from_base64_string",
    .spelled = {{Lang::kKql, "gzip_decompress_from_base64_string"}},
    .signature = "(text: string) -> string",
    .doc = "The text that base64 of its gzip form stands for; empty where it is none.",
    .example = "T | extend Script = gzip_decompress_from_base64_string(Payload)",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

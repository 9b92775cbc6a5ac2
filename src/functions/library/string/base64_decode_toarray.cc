// The bytes that base64 stands for, as an array of numbers; null where it is no base64.
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto bytes = DecodeBase64(args[0].text);
  if (!bytes) return;
  std::string out = "[";
  for (char c : *bytes) {
    if (out.size() > 1) out += ',';
    out += std::to_string(static_cast<unsigned char>(c));
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBase64DecodeToarrayFunction) = {
    .name = "base64_decode_toarray",
    .spelled = {{Lang::kKql, "base64_decode_toarray"}},
    .signature = "(text: string) -> dynamic",
    .doc = "The bytes that base64 stands for, as an array of numbers; null where it is no base64.",
    .example = "print base64_decode_toarray(\"S3VzdG8=\")",
    .kernel = Run,
};

}  // namespace quarry

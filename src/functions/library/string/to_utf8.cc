// The code points of the text, as an array of numbers.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out = "[";
  for (size_t at = 0; at < args[0].text.size();) {
    if (out.size() > 1) out += ',';
    out += std::to_string(DecodeUtf8(args[0].text, &at));
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kToUtf8Function) = {
    .name = "to_utf8",
    .spelled = {{Lang::kKql, "to_utf8"}, {Lang::kKql, "unicode_codepoints_from_string"}},
    .signature = "(text: string) -> dynamic",
    .doc = "The code points of the text, as an array of numbers.",
    .example = "print to_utf8(\"abc\")",
    .kernel = Run,
};

}  // namespace quarry

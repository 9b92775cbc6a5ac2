// The text with everything but letters, digits and `-_.~` written as `%XX`.
#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : args[0].text) {
    if (IsAsciiAlnum(c) || std::string_view("-_.~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kUrlEncodeComponentFunction) = {
    .name = "url_encode_component",
    .spelled = {{Lang::kKql, "url_encode_component"}},
    .signature = "(text: string) -> string",
    .doc = "The text with everything but letters, digits and `-_.~` written as `%XX`.",
    .example = "print url_encode_component(\"a b/c\")",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

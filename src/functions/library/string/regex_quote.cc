// The text as a regular expression that matches just it.
#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string out;
  for (char c : args[0].text) {
    if (!IsAsciiAlnum(c) && c != '_' && static_cast<unsigned char>(c) < 0x80) out += '\\';
    out += c;
  }
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kRegexQuoteFunction) = {
    .name = "regex_quote",
    .spelled = {{Lang::kKql, "regex_quote"}},
    .signature = "(text: string) -> string",
    .doc = "The text as a regular expression that matches just it.",
    .example = "print regex_quote(\"a.b\")",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

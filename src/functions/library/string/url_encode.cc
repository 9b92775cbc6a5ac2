// The text with everything but letters, digits and `-_.!*()` written as `%xx`, and spaces as `+`.
#include "functions/function_def.h"
#include "functions/network/url.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = TextIn(call.arena, PercentEncoded(args[0].text, "-_.!*()", "0123456789abcdef", true));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kUrlEncodeFunction) = {
    .name = "url_encode",
    .spelled = {{Lang::kKql, "url_encode"}},
    .signature = "(text: string) -> string",
    .doc = "The text with everything but letters, digits and `-_.!*()` written as `%xx`, and spaces as `+`.",
    .example = "print url_encode(\"https://www.bing.com/hello world\")",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

// The text with everything but letters, digits and `-_.~` written as `%XX`.
#include "functions/function_def.h"
#include "functions/network/url.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = TextIn(call.arena, PercentEncoded(args[0].text, "-_.~", "0123456789ABCDEF", false));
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

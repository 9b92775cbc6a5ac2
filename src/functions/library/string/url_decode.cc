// The text with `%xx` read as bytes and `+` as a space.
#include "functions/function_def.h"
#include "functions/network/url.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = TextIn(call.arena, PercentDecoded(args[0].text, true));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kUrlDecodeFunction) = {
    .name = "url_decode",
    .spelled = {{Lang::kKql, "url_decode"}},
    .signature = "(text: string) -> string",
    .doc = "The text with `%xx` read as bytes and `+` as a space.",
    .example = "T | extend Plain = url_decode(RemoteUrl)",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

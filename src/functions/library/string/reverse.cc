// The text of the value with its characters in reverse order.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = DisplayText(call.types[0], args[0], call.arena);
  std::string out(text.size(), '\0');
  size_t to = text.size();
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    DecodeUtf8(text, &at);
    to -= at - from;
    out.replace(to, at - from, text.substr(from, at - from));
  }
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kReverseFunction) = {
    .name = "reverse",
    .spelled = {{Lang::kKql, "reverse"}},
    .signature = "(value: any) -> string",
    .doc = "The text of the value with its characters in reverse order.",
    .example = "T | extend R = reverse(FileName)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

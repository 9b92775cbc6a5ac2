// The text with each `part` replaced.
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text, part = args[1].text;
  size_t found = part.empty() ? std::string_view::npos : text.find(part);
  if (found == std::string_view::npos) {
    result = args[0];
    return;
  }
  std::string out;
  size_t copied = 0;
  for (; found != std::string_view::npos; found = text.find(part, copied)) {
    out.append(text, copied, found - copied);
    out += args[2].text;
    copied = found + part.size();
  }
  out.append(text, copied);
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kReplaceStringFunction) = {
    .name = "replace_string",
    .spelled = {{Lang::kKql, "replace_string"}},
    .signature = "(text: string, part: string, replacement: string) -> string",
    .doc = "The text with each `part` replaced.",
    .example = "T | extend Clean = replace_string(ProcessCommandLine, \"^\", \"\")",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

// The parts of the text between delimiters, as an array; with `index`, an array of that part alone.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text, delimiter = args[1].text;
  std::string out = "[";
  int64_t number = 0;
  bool first = true;
  const auto add = [&](std::string_view part) {
    if (call.types.size() > 2 && number++ != args[2].integer) return;
    if (!first) out += ',';
    first = false;
    AppendJsonString(part, out);
  };
  size_t at = 0;
  if (delimiter.empty()) {
    add(text);
  } else {
    while (true) {
      const size_t found = text.find(delimiter, at);
      add(text.substr(at, found == std::string_view::npos ? found : found - at));
      if (found == std::string_view::npos) break;
      at = found + delimiter.size();
    }
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSplitFunction) = {
    .name = "split",
    .spelled = {{Lang::kKql, "split"}},
    .signature = "(text: string, delimiter: string, index?: int|long) -> dynamic",
    .doc = "The parts of the text between delimiters, as an array; with `index`, an array of that part alone.",
    .example = "T | extend Parts = split(FolderPath, \"\\\\\")",
    .kernel = Run,
};

}  // namespace quarry

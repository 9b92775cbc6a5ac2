// The fields of the first record of comma-separated text, as an array of texts.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text;
  std::string out = "[";
  size_t at = 0;
  while (true) {
    std::string field;
    if (at < text.size() && text[at] == '"') {
      for (++at; at < text.size(); ++at) {
        if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"')) break;
        if (text[at] == '"') ++at;
        field += text[at];
      }
      if (at < text.size()) ++at;
    }
    while (at < text.size() && text[at] != ',' && text[at] != '\n' && text[at] != '\r') field += text[at++];
    if (out.size() > 1) out += ',';
    AppendJsonString(field, out);
    if (at >= text.size() || text[at] != ',') break;
    ++at;
  }
  out += ']';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseCsvFunction) = {
    .name = "parse_csv",
    .spelled = {{Lang::kKql, "parse_csv"}},
    .signature = "(text: string) -> dynamic",
    .doc = "The fields of the first record of comma-separated text, as an array of texts.",
    .example = "T | extend Fields = parse_csv(Line)",
    .kernel = Run,
};

}  // namespace quarry

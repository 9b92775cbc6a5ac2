// The text with each character of `from` replaced by the character at its place in `to` (the last one where `to` is
// shorter; none where it is empty).
#include <unordered_map>

#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::unordered_map<uint32_t, std::string_view> map;
  size_t in_to = 0;
  std::string_view replacement;
  for (size_t at = 0; at < args[0].text.size();) {
    const uint32_t point = DecodeUtf8(args[0].text, &at);
    if (in_to < args[1].text.size()) {
      const size_t from = in_to;
      DecodeUtf8(args[1].text, &in_to);
      replacement = args[1].text.substr(from, in_to - from);
    }
    map.emplace(point, replacement);
  }
  std::string out;
  for (size_t at = 0; at < args[2].text.size();) {
    const size_t from = at;
    const auto found = map.find(DecodeUtf8(args[2].text, &at));
    out += found == map.end() ? args[2].text.substr(from, at - from) : found->second;
  }
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTranslateFunction) = {
    .name = "translate",
    .spelled = {{Lang::kKql, "translate"}},
    .signature = "(from: string, to: string, text: string) -> string",
    .doc =
        "The text with each character of `from` replaced by the character at its place in `to` (the last one "
        "where `to` is shorter; none where it is empty).",
    .example = "print translate(\"krasp\", \"otsku\", \"spark\")",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

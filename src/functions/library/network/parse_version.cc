// A version of up to four numbers as one decimal that orders as versions do; null where it is none.
#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/numeric/decimal.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view text = args[0].text;
  std::string digits;
  int parts = 0;
  while (true) {
    const size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty() || part.size() > 8 || ++parts > 4) return;
    for (char c : part)
      if (!IsAsciiDigit(c)) return;
    digits.append(8 - part.size(), '0');
    digits += part;
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
  }
  digits.append(static_cast<size_t>(4 - parts) * 8, '0');
  result = TextIn(call.arena, *CanonicalDecimal(digits));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseVersionFunction) = {
    .name = "parse_version",
    .spelled = {{Lang::kKql, "parse_version"}},
    .signature = "(version: string) -> decimal",
    .doc = "A version of up to four numbers as one decimal that orders as versions do; null where it is none.",
    .example = "T | where parse_version(Version) < parse_version(\"1.2.3\")",
    .kernel = Run,
};

}  // namespace quarry

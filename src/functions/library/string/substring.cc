// The characters from `start` (from 0; negative from the end), at most `length` of them.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text;
  int64_t start = args[1].integer;
  if (start < 0) start = std::max<int64_t>(0, static_cast<int64_t>(CountCodePoints(text)) + start);
  const size_t from = OffsetOfCodePoint(text, static_cast<size_t>(start));
  std::string_view rest = text.substr(from);
  if (call.types.size() > 2)
    rest = rest.substr(0, args[2].integer < 0 ? 0 : OffsetOfCodePoint(rest, static_cast<size_t>(args[2].integer)));
  result = Cell::Text(rest);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kSubstringFunction) = {
    .name = "substring",
    .spelled = {{Lang::kKql, "substring"}},
    .signature = "(text: string, start: int|long, length?: int|long) -> string",
    .doc = "The characters from `start` (from 0; negative from the end), at most `length` of them.",
    .example = "T | extend Prefix = substring(SHA256, 0, 8)",
    .kernel = Run,
};

}  // namespace quarry

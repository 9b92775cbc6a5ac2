// Where `part` first occurs, in characters from 0; -1 where it does not. `start` (negative from the end) and `length`
// bound the search, `occurrence` counts.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text, part = args[1].text;
  const int64_t size = static_cast<int64_t>(CountCodePoints(text));
  int64_t start = call.types.size() > 2 ? args[2].integer : 0;
  if (start < 0) start = std::max<int64_t>(0, size + start);
  const int64_t length = call.types.size() > 3 && args[3].integer >= 0 ? args[3].integer : size;
  int64_t wanted = call.types.size() > 4 ? args[4].integer : 1;
  result = Cell::Integer(-1);
  if (start > size || wanted < 1) return;
  const int64_t end = std::min(size, start + std::min(length, size));
  const std::string_view searched = text.substr(0, OffsetOfCodePoint(text, static_cast<size_t>(end)));
  size_t at = OffsetOfCodePoint(text, static_cast<size_t>(start));
  while (true) {
    at = searched.find(part, at);
    if (at == std::string_view::npos) return;
    if (--wanted == 0) break;
    ++at;
  }
  result = Cell::Integer(static_cast<int64_t>(CountCodePoints(text.substr(0, at))));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIndexofFunction) = {
    .name = "indexof",
    .spelled = {{Lang::kKql, "indexof"}},
    .signature = "(text: string, part: string, start?: int|long, length?: int|long, occurrence?: int|long) -> long",
    .doc =
        "Where `part` first occurs, in characters from 0; -1 where it does not. `start` (negative from the "
        "end) and `length` bound the search, `occurrence` counts.",
    .example = "T | extend At = indexof(Url, \"://\")",
    .kernel = Run,
};

}  // namespace quarry

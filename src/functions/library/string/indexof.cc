// Where `part` first occurs, in characters from 0; -1 where it does not. `start` (negative from the end) and `length`
// bound where it may begin, `occurrence` counts.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = DisplayText(call.types[0], args[0], call.arena),
                         part = DisplayText(call.types[1], args[1], call.arena);
  const int64_t size = static_cast<int64_t>(CountCodePoints(text));
  int64_t start = call.types.size() > 2 ? args[2].integer : 0;
  if (start < 0) start = std::max<int64_t>(0, size + start);
  const int64_t length = call.types.size() > 3 && args[3].integer >= 0 ? std::min(args[3].integer, size) : size;
  int64_t wanted = call.types.size() > 4 ? args[4].integer : 1;
  result = Cell::Integer(-1);
  if (start > size || wanted < 1) return;
  size_t at = OffsetOfCodePoint(text, static_cast<size_t>(start));
  for (at = text.find(part, at); at != std::string_view::npos; at = text.find(part, at + 1)) {
    const int64_t place = static_cast<int64_t>(CountCodePoints(text.substr(0, at)));
    if (place >= start + std::max<int64_t>(length, 1)) return;
    if (--wanted > 0) continue;
    result = Cell::Integer(place);
    return;
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIndexofFunction) = {
    .name = "indexof",
    .spelled = {{Lang::kKql, "indexof"}},
    .signature = "(text: any, part: any, start?: int|long, length?: int|long, occurrence?: int|long) -> long",
    .doc =
        "Where `part` first occurs, in characters from 0; -1 where it does not. `start` (negative from the "
        "end) and `length` bound where it may begin, `occurrence` counts.",
    .example = "T | extend At = indexof(Url, \"://\")",
    .kernel = Run,
};

}  // namespace quarry

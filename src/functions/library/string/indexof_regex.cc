// Where the regular expression first matches, in characters from 0; -1 where it does not.
#include <algorithm>

#include "functions/function_def.h"
#include "functions/text/regex.h"
#include "functions/text/unicode.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  return PrepareRegex(call, 1);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Regex* regex = RegexOf(call, args[1].text);
  if (!regex) return;
  const std::string_view text = args[0].text;
  const int64_t size = static_cast<int64_t>(CountCodePoints(text));
  int64_t start = call.types.size() > 2 ? args[2].integer : 0;
  if (start < 0) start = std::max<int64_t>(0, size + start);
  const int64_t length = call.types.size() > 3 && args[3].integer >= 0 ? args[3].integer : size;
  int64_t wanted = call.types.size() > 4 ? args[4].integer : 1;
  result = Cell::Integer(-1);
  if (start > size || wanted < 1) return;
  const size_t end = OffsetOfCodePoint(text, static_cast<size_t>(start + std::min(length, size)));
  size_t at = OffsetOfCodePoint(text, static_cast<size_t>(start));
  RegexGroups groups;
  while (regex->Find(text, at, groups)) {
    const size_t begin = static_cast<size_t>(groups[0].data() - text.data());
    if (begin >= std::max<size_t>(end, 1)) return;
    if (--wanted == 0) {
      result = Cell::Integer(static_cast<int64_t>(CountCodePoints(text.substr(0, begin))));
      return;
    }
    at = begin + 1;
    if (at > text.size()) return;
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIndexofRegexFunction) = {
    .name = "indexof_regex",
    .spelled = {{Lang::kKql, "indexof_regex"}},
    .signature = "(text: string, pattern: string, start?: int|long, length?: int|long, occurrence?: int|long) -> long",
    .doc = "Where the regular expression first matches, in characters from 0; -1 where it does not.",
    .example = "T | extend At = indexof_regex(Url, @\"[?&]id=\")",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

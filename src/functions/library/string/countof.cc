// How often `part` occurs in the text: overlapping occurrences of a plain text (`normal`), matches that do not overlap
// for kind `regex`.
#include "functions/function_def.h"
#include "functions/text/regex.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (call.types.size() < 3) return std::unique_ptr<const CallState>();
  const Value* kind = call.constants[2];
  if (!kind || (kind->text() != "normal" && kind->text() != "regex")) return Error{"the kind is `normal` or `regex`"};
  if (kind->text() == "normal") return std::unique_ptr<const CallState>();
  return PrepareRegex(call, 1);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  int64_t count = 0;
  if (call.types.size() > 2 && args[2].text == "regex") {
    const Regex* regex = RegexOf(call, args[1].text);
    if (!regex) return;
    ForEachMatch(*regex, args[0].text, [&](const RegexGroups&) {
      ++count;
      return true;
    });
  } else if (!args[1].text.empty()) {
    for (size_t at = args[0].text.find(args[1].text); at != std::string_view::npos;
         at = args[0].text.find(args[1].text, at + 1))
      ++count;
  }
  result = Cell::Integer(count);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCountofFunction) = {
    .name = "countof",
    .spelled = {{Lang::kKql, "countof"}},
    .signature = "(text: string, part: string, kind?: string) -> long",
    .doc =
        "How often `part` occurs in the text: overlapping occurrences of a plain text (`normal`), matches "
        "that do not overlap for kind `regex`.",
    .example = "T | extend Dots = countof(RemoteUrl, \".\")",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry

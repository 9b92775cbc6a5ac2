// The text with each of `parts` replaced by the text at its place in `replacements`, one pair after the other.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/finder.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::string> parts, replacements;
  AppendNeedles(Type::kDynamic, args[1], call.arena, parts);
  AppendNeedles(Type::kDynamic, args[2], call.arena, replacements);
  std::string text(args[0].text);
  for (size_t i = 0; i < parts.size() && i < replacements.size(); ++i) {
    if (parts[i].empty()) continue;
    for (size_t at = text.find(parts[i]); at != std::string::npos; at = text.find(parts[i], at + replacements[i].size()))
      text.replace(at, parts[i].size(), replacements[i]);
  }
  result = TextIn(call.arena, text);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kReplaceStringsFunction) = {
    .name = "replace_strings",
    .spelled = {{Lang::kKql, "replace_strings"}},
    .signature = "(text: string, parts: dynamic, replacements: dynamic) -> string",
    .doc = "The text with each of `parts` replaced by the text at its place in `replacements`, one pair after the other.",
    .example = "T | extend Clean = replace_strings(Text, dynamic([\"^\", \"`\"]), dynamic([\"\", \"\"]))",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

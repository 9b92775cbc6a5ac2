// The text with each of `parts` replaced by the text at its place in `replacements`, one pair after the other; what
// was put in is not replaced again.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/finder.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::string> parts, replacements;
  AppendNeedles(Type::kDynamic, args[1], call.arena, parts);
  AppendNeedles(Type::kDynamic, args[2], call.arena, replacements);
  struct Piece {
    std::string_view text;
    bool replaced;
  };
  std::vector<Piece> pieces = {{args[0].text, false}};
  for (size_t i = 0; i < parts.size() && i < replacements.size(); ++i) {
    if (parts[i].empty()) continue;
    std::vector<Piece> next;
    for (Piece piece : pieces) {
      while (!piece.replaced) {
        const size_t at = piece.text.find(parts[i]);
        if (at == std::string_view::npos) break;
        next.push_back({piece.text.substr(0, at), false});
        next.push_back({replacements[i], true});
        piece.text.remove_prefix(at + parts[i].size());
      }
      next.push_back(piece);
    }
    pieces = std::move(next);
  }
  std::string out;
  for (const Piece& piece : pieces) out += piece.text;
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kReplaceStringsFunction) = {
    .name = "replace_strings",
    .spelled = {{Lang::kKql, "replace_strings"}},
    .signature = "(text: string, parts: dynamic, replacements: dynamic) -> string",
    .doc =
        "The text with each of `parts` replaced by the text at its place in `replacements`, one pair after "
        "the other; what was put in is not replaced again.",
    .example = "T | extend Clean = replace_strings(Text, dynamic([\"^\", \"`\"]), dynamic([\"\", \"\"]))",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry

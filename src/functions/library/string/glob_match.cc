// True when all of `text` matches `pattern`, in which `*` stands for any run of characters; with case.
#include "functions/function_def.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text;
  const std::string_view pattern = args[1].text;
  // Greedy from the left; on a mismatch the last star takes one byte more.
  size_t at = 0, in_pattern = 0, star = std::string_view::npos, after_star = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      after_star = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
      ++in_pattern;
      ++at;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      at = ++after_star;
    } else {
      result = Cell::Bool(false);
      return;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
  result = Cell::Bool(in_pattern == pattern.size());
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  if (!constants[1] || constants[1]->is_null()) return LiteralFilter::Any();
  std::vector<LiteralFilter> pieces;
  std::string_view rest = constants[1]->text();
  while (!rest.empty()) {
    const size_t star = rest.find('*');
    pieces.push_back(RequiredText(rest.substr(0, star), false));
    rest = star == std::string_view::npos ? std::string_view() : rest.substr(star + 1);
  }
  return LiteralFilter::And(std::move(pieces));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGlobMatchFunction) = {
    .name = "glob_match",
    .spelled = {},
    .signature = "(text: string, pattern: string) -> bool",
    .doc =
        "True when all of `text` matches `pattern`, in which `*` stands for any run of characters; with "
        "case.\n\nCQL's patterns: nothing else is special and nothing is escaped.",
    .example = "ImageFileName=*\\powershell.exe",
    .null_rule = NullRule::kFalse,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry

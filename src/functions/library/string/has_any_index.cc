// The place of the first of the terms that the text has (see `has`), from 0; -1 where it has none.
#include "functions/function_def.h"
#include "functions/text/finder.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::vector<std::string> terms;
  AppendNeedles(Type::kDynamic, args[1], call.arena, terms);
  result = Cell::Integer(-1);
  for (size_t i = 0; i < terms.size(); ++i) {
    if (!TextFinder(terms[i], Case::kIgnore, TermEnds::kBoth).FoundIn(args[0].text)) continue;
    result = Cell::Integer(static_cast<int64_t>(i));
    return;
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHasAnyIndexFunction) = {
    .name = "has_any_index",
    .spelled = {{Lang::kKql, "has_any_index"}},
    .signature = "(text: string, terms: dynamic) -> long",
    .doc = "The place of the first of the terms that the text has (see `has`), from 0; -1 where it has none.",
    .example = "print has_any_index(\"this is an example\", dynamic([\"not\", \"example\"]))",
    .kernel = Run,
};

}  // namespace quarry

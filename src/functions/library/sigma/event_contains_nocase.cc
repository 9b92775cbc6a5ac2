// True when a value of the event contains `text`, ignoring case.
#include "functions/event/event_values.h"
#include "functions/function_def.h"
#include "functions/text/predicate.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto search = [&](const TextFinder& finder) {
    return AnyEventValue(args[0].text, [&](std::string_view value) { return finder.FoundIn(value); });
  };
  if (call.state) {
    const auto& finders = static_cast<const FinderState*>(call.state)->finders;
    result = Cell::Bool(!finders.empty() && search(finders.front()));
  } else {
    result = Cell::Bool(search(TextFinder(args[1].text, Case::kIgnore)));
  }
}

// Numbers may be written in other ways than their text says (1e3), so digits alone require nothing.
LiteralFilter Literals(std::span<const Value* const> constants) {
  if (!constants[1] || constants[1]->is_null()) return LiteralFilter::Any();
  const std::string& text = constants[1]->text();
  if (text.find_first_not_of("0123456789+-.eE") == std::string::npos) return LiteralFilter::Any();
  return RequiredText(text, true);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kEventContainsNocaseFunction) = {
    .name = "event_contains_nocase",
    .spelled = {},
    .signature = "(event: dynamic, text: string) -> bool",
    .doc =
        "True when a value of the event, at any depth, contains `text`, ignoring case. Names of fields are not "
        "searched.\n\nSigma's keywords.",
    .example = "keywords: ['mimikatz']",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareNeedles<Case::kIgnore, TermEnds::kNone>,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry

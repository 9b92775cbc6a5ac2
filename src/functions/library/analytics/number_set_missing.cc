// What a set of numbers has and another one lacks.
#include "functions/analytics/number_set.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null) return;
  const bool with_later = call.types.size() > 2;
  if (with_later && (args[2].null || args[2].integer < 0)) return;
  const std::string_view others = args[1].null ? std::string_view() : args[1].text;
  if (const auto missing = MissingOfNumberSet(args[0].text, others, with_later ? args[2].integer : 0))
    result = Cell::Integer(*missing);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNumberSetMissing) = {
    .name = "number_set_missing",
    .spelled = {{Lang::kKql, "number_set_missing"}},
    .signature = "(set: string, others: string, later?: int|long) -> long",
    .doc =
        "How many numbers of a set (`number_set`) another set lacks; with `later`, those do not count that have one of "
        "so many following numbers in the other set: minutes with an answer that no connection followed in the same "
        "minute or the next. A set that is absent is empty; null for a text that is no set, and for a `later` below "
        "0.\n\nQuarry's own function.",
    .example = "T | extend Unconnected = number_set_missing(AnsweredMinutes, ConnectedMinutes, 1)",
    .null_rule = NullRule::kHandled,
    .kernel = Run,
};

}  // namespace quarry

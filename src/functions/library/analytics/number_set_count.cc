// The size of a set of numbers.
#include "functions/analytics/number_set.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  if (const std::optional<int64_t> count = CountOfNumberSet(args[0].text)) result = Cell::Integer(*count);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNumberSetCount) = {
    .name = "number_set_count",
    .spelled = {{Lang::kKql, "number_set_count"}},
    .signature = "(set: string) -> long",
    .doc = "How many numbers a set (`number_set`) has; null for a text that is no set.\n\nQuarry's own function.",
    .example = "T | summarize Ports = number_set(RemotePort) by DeviceName | where number_set_count(Ports) > 100",
    .kernel = Run,
};

}  // namespace quarry

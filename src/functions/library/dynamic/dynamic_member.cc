// The member of a property bag, `value.name` or `value["name"]`. Null where there is none.
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  JsonStep step;
  step.name = args[1].text;
  const auto found = FindJsonPath(args[0].text, std::span(&step, 1));
  if (found && *found != "null") result = Cell::Text(*found);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDynamicMemberFunction) = {
    .name = "dynamic_member",
    .spelled = {},
    .signature = "(value: dynamic, name: string) -> dynamic",
    .doc = "The member of a property bag, `value.name` or `value[\"name\"]`. Null where there is none.",
    .example = "T | extend Query = AdditionalFields.DnsQueryString",
    .kernel = Run,
};

}  // namespace quarry

// The element of an array, `value[index]`, from 0; negative from the end. Null where there is none.
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  JsonStep step;
  step.is_index = true;
  step.index = args[1].integer;
  const auto found = FindJsonPath(args[0].text, std::span(&step, 1));
  if (found && *found != "null") result = Cell::Text(*found);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDynamicIndexFunction) = {
    .name = "dynamic_index",
    .spelled = {},
    .signature = "(value: dynamic, index: int|long) -> dynamic",
    .doc = "The element of an array, `value[index]`, from 0; negative from the end. Null where there is none.",
    .example = "T | extend First = Arguments[0]",
    .kernel = Run,
};

}  // namespace quarry

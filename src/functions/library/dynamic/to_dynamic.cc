// The value as a dynamic value, without reading text as JSON.
#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = ToDynamic(call.types[0], args[0], call.arena);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kToDynamicFunction) = {
    .name = "to_dynamic",
    .spelled = {},
    .signature = "(value: any) -> dynamic",
    .doc = "The value as a dynamic value, without reading text as JSON.",
    .example = "T | extend D = todynamic(Text)",
    .kernel = Run,
};

}  // namespace quarry

// -1, 0 or 1 as the left text comes before, equals or comes after the right one.
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  const int order = args[0].text.compare(args[1].text);
  result = Cell::Integer(order < 0 ? -1 : order > 0 ? 1 : 0);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kStrcmpFunction) = {
    .name = "strcmp",
    .spelled = {{Lang::kKql, "strcmp"}},
    .signature = "(left: string, right: string) -> long",
    .doc = "-1, 0 or 1 as the left text comes before, equals or comes after the right one.",
    .example = "print strcmp(\"a\", \"b\")",
    .kernel = Run,
};

}  // namespace quarry

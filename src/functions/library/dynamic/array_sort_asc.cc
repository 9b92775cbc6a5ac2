// The elements in rising order, nulls at the end (or, with `false`, at the start).
#include "functions/dynamic/array_sort.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = SortedArray(call, args, false);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArraySortAscFunction) = {
    .name = "array_sort_asc",
    .spelled = {{Lang::kKql, "array_sort_asc"}},
    .signature = "(array: dynamic, nulls_last?: bool) -> dynamic",
    .doc =
        "The elements in rising order, nulls at the end (or, with `false`, at the start).\n\nOne array: the "
        "form that sorts several at once is not supported.",
    .example = "T | extend Sorted = array_sort_asc(Ports)",
    .kernel = Run,
};

}  // namespace quarry

// The place of the value in the array, from 0; -1 where it is not there.
#include <algorithm>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return;
  const Cell wanted = ToDynamic(call.types[1], args[1], call.arena);
  const JsonNode* value = NodesOf(wanted, call.arena);
  const int64_t size = array->size;
  int64_t start = call.types.size() > 2 ? args[2].integer : 0;
  if (start < 0) start = std::max<int64_t>(0, start + size);
  int64_t end = size;
  if (call.types.size() > 3 && args[3].integer >= 0 && args[3].integer < size - std::min(start, size))
    end = start + args[3].integer;
  int64_t occurrence = call.types.size() > 4 ? args[4].integer : 1;
  result = Cell::Integer(-1);
  for (int64_t i = start; value && i < end; ++i) {
    if (!SameJson(array->array()[static_cast<size_t>(i)], *value) || --occurrence > 0) continue;
    result = Cell::Integer(i);
    return;
  }
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kArrayIndexOfFunction) = {
    .name = "array_index_of",
    .spelled = {{Lang::kKql, "array_index_of"}, {Lang::kKql, "array_indexof"}},
    .signature = "(array: dynamic, value: any, start?: int|long, length?: int|long, occurrence?: int|long) -> long",
    .doc = "The place of the value in the array, from 0; -1 where it is not there.",
    .example = "T | extend At = array_index_of(Names, \"admin\")",
    .kernel = Run,
};

}  // namespace quarry

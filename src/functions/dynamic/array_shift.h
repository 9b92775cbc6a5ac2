// What array_shift_left() and array_shift_right() share.
#pragma once

#include <string>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

// (array, count, fill = null), moved to the left for direction 1, to the right for -1. Null where the value is no
// array.
inline Cell ShiftedArray(const KernelCall& call, const Cell* args, int direction) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return Cell::Null();
  const int64_t size = array->size;
  if (args[1].integer < -1'000'000'000 || args[1].integer > 1'000'000'000) return Cell::Null();
  const int64_t shift = args[1].integer * direction;
  const Cell fill = call.types.size() > 2 ? ToDynamic(call.types[2], args[2], call.arena) : Cell::Null();
  std::string out = "[";
  for (int64_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    const int64_t from = i + shift;
    if (from >= 0 && from < size)
      AppendJson(array->array()[static_cast<size_t>(from)], out);
    else
      out += fill.null ? std::string_view("null") : fill.text;
  }
  out += ']';
  return TextIn(call.arena, out);
}

}  // namespace quarry

// What array_sort_asc() and array_sort_desc() share.
#pragma once

#include <algorithm>
#include <vector>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

// (array, nulls_last = true). Null where the value is no array.
inline Cell SortedArray(const KernelCall& call, const Cell* args, bool descending) {
  const JsonNode* array = NodesOf(args[0], call.arena);
  if (!array || array->kind != JsonNode::Kind::kArray) return Cell::Null();
  const bool nulls_last = call.types.size() < 2 || args[1].boolean;
  std::vector<const JsonNode*> elements;
  for (const JsonNode& element : array->array()) elements.push_back(&element);
  std::stable_sort(elements.begin(), elements.end(), [&](const JsonNode* a, const JsonNode* b) {
    const bool a_null = a->kind == JsonNode::Kind::kNull, b_null = b->kind == JsonNode::Kind::kNull;
    if (a_null || b_null) return nulls_last ? !a_null && b_null : a_null && !b_null;
    return descending ? CompareJson(*a, *b) > 0 : CompareJson(*a, *b) < 0;
  });
  std::string out = "[";
  for (const JsonNode* element : elements) {
    if (out.size() > 1) out += ',';
    AppendJson(*element, out);
  }
  out += ']';
  return TextIn(call.arena, out);
}

}  // namespace quarry

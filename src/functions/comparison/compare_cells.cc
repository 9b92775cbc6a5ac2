#include "functions/comparison/compare_cells.h"

#include "base/arena.h"
#include "functions/dynamic/json_cells.h"
#include "functions/numeric/decimal.h"

namespace quarry {

std::partial_ordering CompareCells(Type type, const Cell& a, const Cell& b) {
  switch (type) {
    case Type::kBool:
      return a.boolean <=> b.boolean;
    case Type::kReal:
      return a.real <=> b.real;
    case Type::kInt:
    case Type::kLong:
    case Type::kDateTime:
    case Type::kTimeSpan:
      return a.integer <=> b.integer;
    case Type::kDecimal:
      return CompareDecimals(a.text, b.text) <=> 0;
    case Type::kString:
    case Type::kGuid:
      return a.text.compare(b.text) <=> 0;
    case Type::kDynamic:
      break;
  }
  Arena arena;
  const JsonNode* left = NodesOf(a, arena);
  const JsonNode* right = NodesOf(b, arena);
  if (!left || !right) return std::partial_ordering::unordered;
  return CompareJson(*left, *right) <=> 0;
}

bool EqualCells(Type type, const Cell& a, const Cell& b) {
  switch (type) {
    case Type::kBool:
      return a.boolean == b.boolean;
    case Type::kReal:
      return a.real == b.real;
    case Type::kDynamic:
      break;
    case Type::kString:
    case Type::kGuid:
    case Type::kDecimal:
      return a.text == b.text;
    default:
      return a.integer == b.integer;
  }
  if (a.text == b.text) return true;
  Arena arena;
  const JsonNode* left = NodesOf(a, arena);
  const JsonNode* right = NodesOf(b, arena);
  return left && right && SameJson(*left, *right);
}

}  // namespace quarry

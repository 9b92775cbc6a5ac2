#include "functions/series/numbers.h"

namespace quarry {

const JsonNode* SeriesOf(const Cell& dynamic, Arena& arena) {
  const JsonNode* array = NodesOf(dynamic, arena);
  return array && array->kind == JsonNode::Kind::kArray ? array : nullptr;
}

bool IsWholeSeries(const JsonNode& array) {
  for (const JsonNode& element : array.array())
    if (element.kind == JsonNode::Kind::kReal) return false;
  return true;
}

std::optional<std::vector<double>> NumbersOf(const Cell& dynamic, Arena& arena) {
  const JsonNode* array = SeriesOf(dynamic, arena);
  if (!array) return std::nullopt;
  std::vector<double> numbers;
  numbers.reserve(array->size);
  for (const JsonNode& element : array->array()) {
    if (!IsSeriesNumber(element)) return std::nullopt;
    numbers.push_back(element.real);
  }
  return numbers;
}

}  // namespace quarry

// Series: dynamic arrays of numbers. A series is whole when all its numbers are; results of a whole series stay whole
// where the operation keeps whole numbers.
// Thread rule: pure functions; texts live in the arena handed in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "functions/dynamic/json_cells.h"
#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

inline bool IsSeriesNumber(const JsonNode& node) {
  return node.kind == JsonNode::Kind::kInteger || node.kind == JsonNode::Kind::kReal;
}

// The array of a dynamic cell; nullptr when it holds none.
const JsonNode* SeriesOf(const Cell& dynamic, Arena& arena);
// True when no number of the array is real.
bool IsWholeSeries(const JsonNode& array);
// The elements as numbers; nullopt when the cell holds no array or one element is no number.
std::optional<std::vector<double>> NumbersOf(const Cell& dynamic, Arena& arena);

// Makes the text of an array, element by element.
class SeriesText {
 public:
  void AddNull() { Next() += "null"; }
  void Add(bool value) { Next() += value ? "true" : "false"; }
  void Add(int64_t value) { Next() += std::to_string(value); }
  void Add(double value) { AppendJsonNumber(value, Next()); }
  void Add(const JsonNode& node) { AppendJson(node, Next()); }
  Cell Finish(Arena& arena) { return Cell::Text(arena.Copy(text_ + "]")); }

 private:
  std::string& Next() { return text_.size() > 1 ? text_ += ',' : text_; }
  std::string text_ = "[";
};

}  // namespace quarry

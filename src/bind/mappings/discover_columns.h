// Columns of records that no schema describes: names and types from a sample.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bind/mappings/source_table.h"
#include "types/json.h"

namespace quarry {

// Collects the members of sampled objects. One collector a table.
class ColumnCollector {
 public:
  explicit ColumnCollector(bool untyped) : untyped_(untyped) {}
  // Adds the members of `object`, which lies at `prefix` in its record.
  void Add(const JsonNode& object, const FieldPrefix& prefix);
  // In the order of first appearance.
  std::vector<DiscoveredColumn> Columns() const;

 private:
  struct Seen {
    DiscoveredColumn column;
    unsigned kinds = 0;      // bit set of value kinds
    bool json_text = false;  // strings that hold JSON objects or arrays
  };
  bool untyped_;
  std::vector<Seen> seen_;
  std::unordered_map<std::string, size_t> index_;
};

}  // namespace quarry

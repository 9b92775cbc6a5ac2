// Columns of records that no schema describes: names and types from a sample.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bind/mappings/source_table.h"
#include "types/json.h"

namespace quarry {

// What values tell of their column's type; bits, so that a set of values is their sum. Empty texts tell nothing.
enum ColumnKind : unsigned {
  kBooleanKind = 1,
  kIntegerKind = 2,
  kRealKind = 4,
  kDateTimeKind = 8,
  kTextKind = 16,
  kStructureKind = 32,
};
// `untyped`: the text is all there is (CSV), so that numbers are told from it too.
unsigned ColumnKindsOfText(std::string_view text, bool untyped);
// The type that values of these kinds have in common.
Type ColumnTypeOf(unsigned kinds);
// Only full dates count as times: "2024" or "12:30" in a text column are not.
bool LooksLikeTime(std::string_view text);

// Collects the members of sampled objects. One collector a table.
class ColumnCollector {
 public:
  explicit ColumnCollector(bool untyped) : untyped_(untyped) {}
  // Adds the members of `object`, which lies at `prefix` in its record.
  void Add(const JsonNode& object, const FieldPrefix& prefix);
  // A column that the file's schema states, whether or not it was seen; its type counts more than the values'.
  void Declare(const DiscoveredColumn& column);
  // In the order of first appearance.
  std::vector<DiscoveredColumn> Columns() const;

 private:
  struct Seen {
    DiscoveredColumn column;
    unsigned kinds = 0;      // bit set of value kinds
    bool json_text = false;  // strings that hold JSON objects or arrays
    bool declared = false;
  };
  bool untyped_;
  std::vector<Seen> seen_;
  std::unordered_map<std::string, size_t> index_;
};

}  // namespace quarry

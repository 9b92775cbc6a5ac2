// ScanRange: bounds that the values of one field must keep for a row to pass. Like the literals of a prefilter they may
// pass rows that do not match and never leave out one that does: who knows the least and the greatest value of a part
// of the data (a side index, the statistics of a Parquet file) skips the part when they lie outside.
// Ownership: values. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "types/json.h"
#include "types/type.h"
#include "types/value.h"

namespace quarry {

using FieldPath = std::vector<JsonStep>;

// A row passes only if its record has at one of `paths` a value that, converted to `type` as a column of that type
// would be (ScanColumn::type), lies between `min` and `max`, both included.
struct ScanRange {
  std::string name;              // of the column, for explain
  std::vector<FieldPath> paths;  // never empty
  Type type = Type::kDateTime;  // datetime (ticks), timespan (ticks), int, long, real or string (in the order of bytes)
  Value min, max;               // of `type`; null: open
  // datetime: the query reads the time out of a text or number itself. Values that are neither ISO 8601 nor a count
  // since 1970 of at most 16 digits may lie inside whatever a column of type datetime would make of them.
  bool read_by_query = false;
};

// Both must hold: the overlap; min > max when there is none. REQUIRES: SameField(a, b)
ScanRange Overlap(const ScanRange& a, const ScanRange& b);
// One must hold: from the lesser minimum to the greater maximum. REQUIRES: SameField(a, b)
ScanRange Hull(const ScanRange& a, const ScanRange& b);
// Whether two ranges speak of the same values.
bool SameField(const ScanRange& a, const ScanRange& b);
// Ranges of which all hold where all of both lists do.
std::vector<ScanRange> AllOf(std::vector<ScanRange> a, const std::vector<ScanRange>& b);
// Ranges of which all hold where all of one list or all of the other do.
std::vector<ScanRange> AnyOf(const std::vector<ScanRange>& a, const std::vector<ScanRange>& b);
// Whether nothing says anything: both bounds are open.
inline bool IsOpen(const ScanRange& range) {
  return range.min.is_null() && range.max.is_null();
}

// Before, with, behind (-1, 0, 1). REQUIRES: neither is null; both have one of the types above
int CompareBounds(const Value& a, const Value& b);

// "Timestamp 2024-05-01T00:00:00.0000000Z .. 2024-05-02T00:00:00.0000000Z", an open end as "...".
std::string DescribeRange(const ScanRange& range);

}  // namespace quarry

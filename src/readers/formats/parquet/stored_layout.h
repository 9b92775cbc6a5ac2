// StoredLayout: what `quarry import` says of a file in its metadata (key "quarry"), so that a scan of it gives what a
// scan of the original records would give. Such a file holds
//   _raw     each record as compact JSON, byte for byte what the original's reader delivers
//   _file, _record  where it came from
// and columns for single members, converted as the scan converts them. The layout says which member a column
// holds, as what it was converted, and what the conversion kept. What no column can answer exactly is read from _raw.
// Ownership: values. Thread rule: immutable once made.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "scan/scan.h"
#include "types/type.h"

namespace quarry {

inline constexpr std::string_view kLayoutKey = "quarry";
inline constexpr std::string_view kRawColumn = "_raw", kFileColumn = "_file", kRecordColumn = "_record";
// The event's time, in files whose columns do not have it as a time already.
inline constexpr std::string_view kStoredTimeColumn = "_time";

// How all times of a column were written: "2026-03-02T10:00:00.1234567Z" has 7 digits, separator T and suffix Z.
struct TimeForm {
  int digits = 7;  // 0..7
  char separator = 'T';
  std::string suffix = "Z";  // "Z", "+00:00" or nothing
  friend bool operator==(const TimeForm&, const TimeForm&) = default;
};
std::string FormatTime(int64_t datetime, const TimeForm& form);
// The form in which `text`, which says `datetime`, is written; nullopt when it is none of these.
std::optional<TimeForm> FormOfTime(std::string_view text, int64_t datetime);

struct StoredColumn {
  std::string name;  // in Parquet
  FieldPath path;    // in the record
  Type type = Type::kString;
  // The text of the cell (a time in `form`, a number in its shortest form) is the text of the member, in every record.
  bool text_exact = false;
  bool has_plain_scalars = false;  // some values are numbers or booleans, not strings
  bool has_hidden_nulls = false;   // the member is there but the cell null, in some records
  // As queries see the column, where that differs: dynamic values are stored as their text.
  bool dynamic = false;
  bool json_in_text = false;  // dynamic values arrive as JSON inside a string
  TimeForm form;
  // Times are stored in microseconds; the digit behind them is in this column (0..9). "": it is 0 everywhere.
  std::string digit_column;
};

// The names of all members that the records have, as a tree.
struct MemberTree {
  std::map<std::string, MemberTree, std::less<>> members;
  // Paths may lead on from here that the tree does not tell: arrays, strings that hold JSON, too many names.
  bool open = false;
  // Whether some record may have a value at `path`.
  bool MayHave(const FieldPath& path) const;
};

struct StoredLayout {
  std::string table;
  std::string shape;        // what the records were recognised as, for those who know the form; or ""
  std::string time_column;  // of the event's time
  // Where the time of kStoredTimeColumn was taken from: the first of them that a record has, as queries read it.
  std::vector<FieldPath> time_paths;
  std::vector<StoredColumn> columns;
  MemberTree members;

  // The columns that answer for `path`: its own, or of the members that hold it the nearest.
  const StoredColumn* Find(const FieldPath& path, size_t* steps) const;
};

// The type of the column as queries see it.
inline Type SeenTypeOf(const StoredColumn& column) {
  return column.dynamic ? Type::kDynamic : column.type;
}

// Whether the column, in all records, gives what the record's member would give when it is read as `wanted`.
bool AnswersAs(const StoredColumn& column, Type wanted);

std::string WriteLayout(const StoredLayout& layout);
Result<StoredLayout> ReadLayout(std::string_view text, const std::string& path);

}  // namespace quarry

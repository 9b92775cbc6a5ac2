// RecordColumns: one JSON record into one row of a batch, by the columns of a ScanSpec.
// Strings keep their text with escapes resolved; numbers and booleans in string columns their text as it stands,
// objects and arrays compact JSON. A string that holds JSON counts as that JSON in a dynamic column and where a path
// goes on inside it. Of equal names the last one counts. Invalid UTF-8 is replaced by U+FFFD. Ownership: texts point
// into the record or into this object, until Reset. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "readers/convert_text.h"
#include "readers/json/field_tree.h"
#include "readers/json/learned_walk.h"
#include "readers/json/line_shape.h"
#include "readers/json/string_index.h"
#include "readers/json/unordered_walk.h"
#include "scan/scan.h"
#include "types/batch.h"

namespace quarry {

class RecordColumns {
 public:
  explicit RecordColumns(const std::vector<ScanColumn>& columns)
      : columns_(columns), tree_(columns), walk_(tree_), unordered_walk_(tree_) {}
  RecordColumns(const RecordColumns&) = delete;
  RecordColumns& operator=(const RecordColumns&) = delete;

  // Forgets the texts of earlier rows.
  void Reset() { arena_.Reset(); }
  // Adds the record, which must be one JSON object with nothing but white space around it, as row out.rows. False when
  // it is broken; error() and error_offset() then say what and where, and nothing is added.
  bool Append(std::string_view record, int64_t number, std::string_view file, Batch& out);

  // The same for the record whose line starts at `place` of an indexed text; moves `place` behind its line end. False,
  // with nothing changed, when the line is one for Append.
  bool AppendIndexed(const StringIndex& index, LearnedWalk::Place* place, int64_t number, std::string_view file,
                     Batch& out);

  const char* error() const { return error_; }
  size_t error_offset() const { return error_offset_; }

 private:
  // The row of a line that has a learned shape, without the tree.
  void AddShapedRow(const LineShape& shape, const StringIndex& index, size_t first_stop, int64_t number,
                    std::string_view file, Batch& out);
  void SetField(size_t i, const JsonSlice& value, bool valid_utf8, size_t row, Batch& out);
  void SetAbsent(size_t i, size_t row, Batch& out);
  void SetOther(size_t i, std::string_view object, bool spaced, bool valid_utf8, int64_t number, std::string_view file,
                size_t row, Batch& out);
  void AddRow(std::string_view object, bool spaced, bool valid_utf8, int64_t number, std::string_view file, Batch& out);

  const std::vector<ScanColumn>& columns_;
  FieldTree tree_;
  LearnedWalk walk_;
  UnorderedWalk unordered_walk_;
  // Of so many lines without an order, one goes to the other walk, to see whether there is an order again.
  static constexpr uint64_t kOrderTrial = 128;
  uint64_t lines_without_order_ = 0;
  LineShapes shapes_;
  IsoDateTimes times_;
  Arena arena_;
  std::vector<uint64_t> stops_;  // of the record at hand; see scan/kernels/kernels.h
  const char* error_ = "";
  size_t error_offset_ = 0;
};

}  // namespace quarry

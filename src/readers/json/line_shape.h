// LineShape: what lines of telemetry have in common, learned from one of them: all of its text but the strings'
// contents, numbers and words (true, false, null). A line has the shape when it is the same but for these.
//
// The line that was learned is JSON by a walk over all of it. One that differs from it only in what stands in
// strings, or by numbers and words in place of such, is JSON as well, with its values at the same places. The index of
// strings says where strings end: the fixed texts hang on its stops, whose order is part of the shape, so that each
// is one comparison.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "readers/json/field_tree.h"
#include "readers/json/string_index.h"
#include "scan/kernels/kernels.h"

namespace quarry {

class LineShape {
 public:
  // A stretch of a line of this shape, by stops of the line (0 is its first) and distances from them.
  struct Span {
    uint32_t first = 0, last = 0;
    int32_t after_first = 0, after_last = 0;

    std::string_view In(const char* text, const uint32_t* stops) const {
      const ptrdiff_t from = static_cast<ptrdiff_t>(stops[first]) + after_first;
      return {text + from, static_cast<size_t>(static_cast<ptrdiff_t>(stops[last]) + after_last - from)};
    }
  };
  struct Value {
    enum class Kind : uint8_t { kAbsent, kString, kOther };
    Kind kind = Kind::kAbsent;
    bool spaced = false;  // an object or array that has white space outside strings
    Span span;            // kString: without its quotes

    // REQUIRES: not kAbsent
    JsonSlice In(const StringIndex& index, size_t first_stop) const {
      JsonSlice slice;
      slice.raw = span.In(index.text(), index.stops() + first_stop);
      slice.spaced = spaced;
      if (kind == Kind::kString) {
        const size_t from = static_cast<size_t>(slice.raw.data() - index.text());
        slice.kind = JsonSlice::Kind::kString;
        slice.escaped = index.HasBackslash(from, from + slice.raw.size());
      } else {
        const char first = slice.raw[0];
        slice.kind = first == '{'   ? JsonSlice::Kind::kObject
                     : first == '[' ? JsonSlice::Kind::kArray
                     : first == 'n' ? JsonSlice::Kind::kNull
                     : first == 't' ? JsonSlice::Kind::kTrue
                     : first == 'f' ? JsonSlice::Kind::kFalse
                                    : JsonSlice::Kind::kNumber;
      }
      return slice;
    }
  };

  // Learns the line at offset `line` of the indexed text, whose first stop is `first_stop`; it is known to be one JSON
  // object. False when it has no shape of use: with arrays of numbers, escapes in keys, \u, very long or very many
  // keys.
  bool Learn(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree);
  // Whether the line there has this shape.
  bool Fits(const StringIndex& index, size_t line, size_t first_stop) const;

  size_t stops() const { return stop_count_; }
  Span object() const { return object_; }
  bool spaced() const { return spaced_; }
  // Where the value of a column of kind kField is. REQUIRES: lies_open()
  const Value& column(size_t i) const { return columns_[i]; }
  // Whether all columns are such values. Otherwise some lie in strings that hold JSON, and the tree has to find them.
  bool lies_open() const { return enter_.empty(); }
  void PutInto(FieldTree& tree, const StringIndex& index, size_t first_stop, Arena& arena) const;

 private:
  class Learner;
  struct Captured {
    int32_t node, slot;
    Value value;
  };

  uint32_t stop_count_ = 0;      // with that of the line end
  uint32_t first_distance_ = 0;  // from the line's begin to its first stop
  std::vector<ExpectedText> texts_;
  std::vector<Span> numbers_;  // and words
  std::vector<Captured> captured_;
  std::vector<Captured> enter_;  // strings into which a path leads
  std::vector<Value> columns_;
  Span object_;
  bool spaced_ = false;
};

// The shapes that lines had of late.
class LineShapes {
 public:
  // One that the line has, or nullptr.
  const LineShape* Find(const StringIndex& index, size_t line, size_t first_stop);
  // A line of none of them, known to be one JSON object.
  void Miss(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree);

 private:
  static constexpr size_t kMostShapes = 16;
  // Learning costs as much as reading some lines: it has to be earned by lines that have a learned shape.
  static constexpr uint32_t kLearningCost = 64, kMostCredit = 4096;
  struct Known {
    LineShape shape;
    uint64_t last_used = 0;
  };
  std::vector<std::unique_ptr<Known>> known_;  // the last one that fitted first
  // After so many lines of no known shape, only some lines are compared with them.
  static constexpr uint32_t kManyMisses = 64, kSometimes = 16;
  uint64_t lines_ = 0;
  uint32_t misses_ = 0;  // since the last line that had a known shape
  uint32_t credit_ = kMostCredit / 2;
};

}  // namespace quarry

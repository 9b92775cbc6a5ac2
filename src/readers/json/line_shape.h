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
#include <string>
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
    uint32_t first_piece = 0, last_piece = 0;  // of fixed text that the stops are in

    std::string_view In(const char* text, const uint32_t* stops) const {
      return Between(text, stops[first], stops[last]);
    }
    std::string_view Between(const char* text, uint32_t first_place, uint32_t last_place) const {
      const ptrdiff_t from = static_cast<ptrdiff_t>(first_place) + after_first;
      return {text + from, static_cast<size_t>(static_cast<ptrdiff_t>(last_place) + after_last - from)};
    }
  };
  struct Value {
    enum class Kind : uint8_t { kAbsent, kString, kNumberOrWord, kNested };
    Kind kind = Kind::kAbsent;
    bool spaced = false;  // kNested: has white space outside strings
    Span span;            // kString: without its quotes
  };

  // Learns the line at offset `line` of the indexed text, whose first stop is `first_stop`; it is known to be one JSON
  // object. False when it has no shape of use: with arrays of numbers, escapes in keys, \u, very long or very many
  // keys.
  bool Learn(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree);
  // Whether the line there has this shape; it is then the line at hand.
  bool Fits(const StringIndex& index, size_t line, size_t first_stop);
  // The same for a line that may have a number or a word in place of a string, or the other way round. Dearer.
  bool FitsLoosely(const StringIndex& index, size_t line, size_t first_stop);

  // Of the line at hand, which begins with the index's `first_stop`: how many stops it has, its object, and a value.
  size_t stops() const { return loose_ ? loose_stops_ : stop_count_; }
  std::string_view Object(const StringIndex& index, size_t first_stop) const {
    return loose_ ? LooselyIn(index, object_) : object_.In(index.text(), index.stops() + first_stop);
  }
  // REQUIRES: not kAbsent
  JsonSlice Slice(const Value& value, const StringIndex& index, size_t first_stop) const {
    JsonSlice slice;
    slice.spaced = value.spaced;
    slice.raw = loose_ ? LooseValue(index, value) : value.span.In(index.text(), index.stops() + first_stop);
    if (loose_ ? slice.raw.data()[-1] == '"' : value.kind == Value::Kind::kString) {
      const size_t from = static_cast<size_t>(slice.raw.data() - index.text());
      slice.kind = JsonSlice::Kind::kString;
      slice.escaped = index.HasBackslash(from, from + slice.raw.size());
      return slice;
    }
    slice.kind = JsonSlice::KindOf(slice.raw[0]);
    return slice;
  }
  bool is_loose() const { return loose_; }
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

  // A piece of fixed text; between two of them stands one value.
  struct Piece {
    uint32_t begin, size;  // in fixed_
    uint32_t stops;        // in it
    uint32_t anchor;       // its first stop, from its begin
    bool opens;            // ends with the quote of a string; the next one then begins with the other quote
    bool entered;          // a path leads into the value behind it, if that is a string
  };
  enum class Change : uint8_t { kNone, kNoString, kString };

  std::string_view LooselyIn(const StringIndex& index, const Span& span) const {
    return span.Between(index.text(), anchors_[span.first_piece], anchors_[span.last_piece]);
  }
  std::string_view LooseValue(const StringIndex& index, const Value& value) const;

  uint32_t stop_count_ = 0;      // with that of the line end
  uint32_t first_distance_ = 0;  // from the line's begin to its first stop
  std::vector<ExpectedText> texts_;
  std::vector<Span> numbers_;  // and words
  std::vector<Captured> captured_;
  std::vector<Captured> enter_;  // strings into which a path leads
  std::vector<Value> columns_;
  Span object_;
  bool spaced_ = false;
  std::string fixed_;
  std::vector<Piece> pieces_;  // empty when lines cannot fit loosely
  // Of the line at hand, when it fits loosely.
  bool loose_ = false;
  size_t loose_stops_ = 0;
  std::vector<uint32_t> anchors_;  // the places of the pieces' anchors
  std::vector<Change> changes_;    // what stands behind a piece
};

// The shapes that lines had of late.
class LineShapes {
 public:
  // One that the line has, or nullptr. It knows the line until the next one.
  const LineShape* Find(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree);
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
  // When of so many lines less than half have a known shape, comparing costs more than it saves: the next ones are
  // walked, twice as many after each such trial.
  static constexpr uint32_t kTrialLines = 256, kLeastRest = 2048, kMostRest = 16384;
  uint64_t lines_ = 0;
  uint32_t tried_ = 0, fitting_ = 0, loose_ = 0;  // of the trial at hand
  // With many loose lines there are more shapes than can be learned: then only one is compared in full.
  size_t compared_ = kMostShapes;
  uint32_t rest_ = 0, resting_ = 0;  // so many lines; so many more
  uint32_t credit_ = kMostCredit / 2;
};

}  // namespace quarry

// StringIndex: where the strings begin and end in a piece of NDJSON, found for the whole piece at once.
// Ownership: points into the text, which must outlive it. Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace quarry {

class StringIndex {
 public:
  // Short enough that text and index stay in the processor's second cache until the lines are read.
  static constexpr size_t kPieceBytes = 64 << 10;

  // Indexes whole lines from the beginning of `text`, the start of a line, and returns how many bytes they have: 0 when
  // its first line is longer than a piece or lacks its line end.
  // REQUIRES: kBlockPadding bytes behind `text` are readable
  size_t Build(std::string_view text);

  const char* text() const { return text_; }
  // Offsets of unescaped quotes, control characters and escaped characters other than `"\/bfnrt`, ascending. The last
  // one is that of the last line end; behind it stand a few more that lie behind the text.
  const uint32_t* stops() const { return stops_.data(); }
  size_t stop_count() const { return stop_count_; }
  // Whether text[from, to) has a backslash.
  // REQUIRES: from <= to
  bool HasBackslash(size_t from, size_t to) const {
    // The 64 places from `from` on; most texts are shorter. Where they lie in the words must not cost a branch.
    const size_t word = from / 64, shift = from % 64;
    const uint64_t next = backslashes_[word] >> shift | backslashes_[word + 1] << 1 << (63 - shift);
    const size_t size = to - from;
    if (size < 64) return (next & ~(~uint64_t{0} << size)) != 0;
    return next != 0 || HasBackslashIn(from + 64, to);
  }
  // Of the whole piece; when it is not, a line of it may still be.
  bool valid_utf8() const { return valid_utf8_; }

 private:
  bool HasBackslashIn(size_t from, size_t to) const;

  const char* text_ = nullptr;
  std::vector<uint32_t> stops_;
  std::vector<uint64_t> backslashes_;
  size_t stop_count_ = 0;
  bool valid_utf8_ = true;
};

}  // namespace quarry

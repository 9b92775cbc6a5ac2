// What a side index keeps of the text and the times of a block, whatever the format of its records.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "index/gram_set.h"
#include "index/index_writer.h"
#include "readers/file_blocks.h"

namespace quarry {

inline constexpr size_t kMostProblemsOfBlock = 4;

// Cuts what is read of a file into blocks of the index. Several may share a PathTable.
class BlockSummarizer {
 public:
  virtual ~BlockSummarizer() = default;
  // Whole records, in blocks of about the size that it was made for.
  virtual void Add(const Block& records, const std::function<void(BlockSummary)>& sink) = 0;
};

// The text of one block.
class IndexedText {
 public:
  // REQUIRES: `common` outlives it
  explicit IndexedText(const CommonGrams& common) : common_(common) {}
  // `may_escape`: it may hold `\u` escapes, also escaped ones.
  void Add(std::string_view text, bool may_escape);
  // Sets filter and escapes of the block, and begins the next one.
  void Finish(BlockSummary& summary);

 private:
  const CommonGrams& common_;
  GramSet grams_;
  EscapeSet escapes_;
};

// The values of one field in one block.
struct IndexedValues {
  bool only_times = true;
  IndexedTime time;

  // A value that says something; any that is no time as the index knows them makes the field one without times.
  void Add(std::string_view text);
};

}  // namespace quarry

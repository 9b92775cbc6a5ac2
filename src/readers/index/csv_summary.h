// CsvSummary: what a side index keeps of the records of a CSV file: times, columns in use, grams of the text, and which
// records are broken, by the same rules as the reader's. Blocks begin and end where records do, so that each of them
// starts outside of quotes.
// Thread rule: one thread at a time; several may share a PathTable and common grams.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "index/path_table.h"
#include "readers/formats/csv/csv_records.h"
#include "readers/index/indexed_text.h"

namespace quarry {

class CsvSummary final : public BlockSummarizer {
 public:
  CsvSummary(PathTable& paths, const CommonGrams& common, size_t block_bytes)
      : paths_(paths), block_bytes_(block_bytes), text_(common) {}
  void Add(const Block& records, const std::function<void(BlockSummary)>& sink) override;

 private:
  struct Column {
    std::optional<uint32_t> path;  // nullopt: another column of this name counts, or there is no number to give
    bool is_used = false;          // in this block; likewise the rest
    bool opaque = false;
    IndexedValues values;
    std::string last;  // the text added last: most columns repeat
  };

  void TakeHeader(const CsvHeader& header);
  void AddRecord(std::string_view record);
  void AddField(Column& column, std::string_view text);
  BlockSummary EndBlock();

  PathTable& paths_;
  const size_t block_bytes_;
  const CsvHeader* header_ = nullptr;
  std::vector<Column> columns_;
  bool has_unnumbered_ = false;  // some column has no number
  IndexedText text_;
  BlockSummary summary_;
  Arena arena_;
  std::vector<std::string_view> fields_;
};

}  // namespace quarry

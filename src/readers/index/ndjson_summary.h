// NdjsonSummary: what a side index keeps of the lines of an NDJSON file, a block at a time: times, fields, grams of the
// text, and which lines are broken, by the same rules as the reader's.
// Thread rule: one thread at a time; several may share a PathTable and common grams.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "index/path_table.h"
#include "readers/index/indexed_text.h"
#include "readers/json/json_scanner.h"

namespace quarry {

class NdjsonSummary final : public BlockSummarizer {
 public:
  NdjsonSummary(PathTable& paths, const CommonGrams& common, size_t block_bytes)
      : paths_(paths), block_bytes_(block_bytes), places_(1), text_(common) {}

  void Add(const Block& records, const std::function<void(BlockSummary)>& sink) override;

 private:
  // What is known of one place in the records; members in the order in which they come.
  struct Place {
    uint32_t path = PathTable::kRecord;
    uint64_t seen_in = 0;  // the last block that had it
    bool opaque = false;   // in that block; likewise the rest
    IndexedValues values;
    std::string last;  // the text added last: most fields repeat
    struct Member {
      std::string name;  // as it is written
      size_t place;
    };
    std::vector<Member> members;
    size_t expected = 0;  // where in `members` the next one is looked for first
  };

  void BeginBlock();
  void AddLine(std::string_view line);
  bool Object(size_t place, JsonScanner& scanner, int depth);
  size_t MemberPlace(size_t place, std::string_view name, bool escaped);
  bool ValueAt(size_t place, JsonScanner& scanner, int depth);
  void See(size_t place);
  BlockSummary EndBlock();

  PathTable& paths_;
  size_t block_bytes_;
  std::vector<Place> places_;     // 0: the record
  std::vector<size_t> in_block_;  // places of this block
  uint64_t block_ = 0;            // number of this block, from 1
  IndexedText text_;
  BlockSummary summary_;
  Arena arena_;
  std::vector<uint64_t> stops_;
};

}  // namespace quarry

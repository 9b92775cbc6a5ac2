// IndexWriter: collects what builders say about the blocks of one data file and writes the index, under another name
// until it is whole: whatever goes wrong, an index that was there before stays.
// Memory: about 120 bytes a block; filters go to disk at once.
// Thread rule: Add may be called from several threads; the rest by one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "index/format.h"
#include "index/gram_set.h"
#include "index/path_table.h"

namespace quarry {

// One block of whole lines.
struct BlockSummary {
  uint64_t begin = 0, end = 0;  // in the decoded file
  uint32_t lines = 0;
  uint32_t broken = 0;
  uint32_t empty = 0;  // CSV: records that are empty lines
  uint64_t hash = 0;
  std::vector<uint64_t> filter;  // GramSet::Finish, without the writer's common grams
  EscapeSet escapes;
  std::vector<uint32_t> paths;   // that some record has; of the writer's table
  std::vector<uint32_t> opaque;  // of these, those with kOpaque; PathTable::kRecord too
  struct Time {
    uint32_t path = 0;
    IndexedTime time;
  };
  std::vector<Time> times;  // paths of which every value is a time
  struct Problem {
    uint32_t line = 0;  // from 0
    std::string text;
  };
  std::vector<Problem> problems;  // of broken lines, the first few
};

class IndexWriter {
 public:
  struct About {
    DataIdentity data;
    IndexedFormat format = IndexedFormat::kNdjson;
    uint64_t head_hash = 0;  // CSV: of what precedes the first block
    uint32_t codec = 0;
    uint64_t block_bytes = 0;
    uint64_t decoded_bytes = 0;
    int64_t now = 0;      // nanoseconds since 1970
    std::string version;  // of the program
    std::string data_path;
  };

  // Writes to `path` + a suffix of this process. `common`: what is in no filter.
  static Result<std::unique_ptr<IndexWriter>> Create(const std::string& path, CommonGrams common);
  ~IndexWriter();  // removes what was not finished
  IndexWriter(const IndexWriter&) = delete;
  IndexWriter& operator=(const IndexWriter&) = delete;

  PathTable& paths() { return paths_; }
  const CommonGrams& common() const { return common_; }
  // In any order. A failure to write is kept for Finish.
  void Add(BlockSummary block);
  // Writes everything and puts the file in its place.
  Result<void> Finish(const About& about);
  // Where the first block begins; nullopt: none was added yet. Not while others add.
  std::optional<uint64_t> first_begin() const;

 private:
  struct Entry {
    IndexedBlock block;
    size_t first_time = 0, times = 0;  // in times_
    size_t first_word = 0, words = 0;  // in presence_
  };

  IndexWriter(std::string path, std::string temporary, int descriptor, CommonGrams common)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor), common_(std::move(common)) {}
  Result<void> Write(const void* bytes, uint64_t size);
  Result<void> AddSection(SectionKind kind, uint32_t extra, const void* bytes, uint64_t size);
  Result<void> FlushFilters();
  Result<void> WriteSections(const About& about);
  Result<void> WriteBlocks();
  Result<void> WriteTimes(uint32_t path, const std::vector<IndexedTime>& times);
  std::map<uint32_t, size_t> PathsOfTimes() const;
  Result<void> WritePaths(const std::vector<uint32_t>& order);
  Error Failed(const std::string& what) const;

  std::string path_, temporary_;
  int descriptor_ = -1;
  const CommonGrams common_;
  PathTable paths_;
  std::mutex mutex_;
  Result<void> outcome_;
  uint64_t at_ = 0;
  uint64_t filters_begin_ = 0, filter_words_ = 0;
  std::vector<uint64_t> pending_;  // filters not yet written
  std::vector<Entry> entries_;
  std::vector<BlockSummary::Time> times_;
  std::vector<uint64_t> presence_;
  std::vector<uint8_t> opaque_;  // by path
  std::vector<EscapeSet> escape_sets_;
  struct Problem {
    uint64_t begin;  // of the block
    uint32_t line;
    std::string text;
  };
  std::vector<Problem> problems_;
  std::vector<SectionEntry> sections_;
};

}  // namespace quarry

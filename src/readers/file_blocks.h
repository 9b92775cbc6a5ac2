// BlockQueue: cuts files into blocks that hold whole records and hands them out to the workers of a scan.
// A large plain file of lines can be looked at in place (mapped), for searches.
// Plain files of lines or of fixed-size chunks are read at any place (pread), so that several workers read one file
// at once. Compressed files, standard input and formats whose records end only where a splitter says so are read
// front to back: whoever holds a file decodes and cuts the next block while the others work on theirs; several files
// are read at once.
// Lines are counted as records seen here; records of other shapes by those who find them.
// Memory: one buffer a worker, a few chunks and one partial record an open file; of a large gzip file also a part for
// each worker that has no file of its own (codec/ahead_decoder.h).
// Ownership: a block's text is in the worker's BlockBuffer, until that is filled again.
// Thread rule: Next may be called from any thread, each with its own buffer.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/format.h"
#include "index/read_plan.h"
#include "readers/block_buffer.h"
#include "readers/codec/mapped_file.h"
#include "readers/reader.h"
#include "scan/counters.h"

namespace quarry {

// What a splitter knows about a whole file (a CSV header); made by the format.
class FileContext {
 public:
  virtual ~FileContext() = default;
};

// Finds the ends of records in a file that is read front to back. One for each file; called by one thread at a time.
class RecordSplitter {
 public:
  struct Piece {
    size_t skip = 0;               // this many bytes belong to no record
    size_t size = 0;               // then this many bytes of whole records
    uint64_t records = 0;          // that many
    uint64_t skipped_records = 0;  // ended in the skipped bytes
    bool stop = false;             // nothing after this is a record
    std::string problem;           // what is wrong here, if something is; counted as a skipped record
  };
  virtual ~RecordSplitter() = default;
  // `data` starts where the last piece ended. skip + size == 0 asks for more data; not allowed `at_end` unless
  // data is empty or `stop` is set.
  virtual Piece Split(std::string_view data, bool at_end) = 0;
  // A record is longer than the limit and `data` is its beginning: how to go on. `stop` gives the file up.
  virtual Piece SkipOversized(std::string_view data) = 0;
  virtual const FileContext* context() const { return nullptr; }
};

class OpenFile;
struct Block;

// Finds the records of one plain file that is read at any place, though where they end is known only from its beginning
// on: who cuts a range learns from who cuts the range before where its first record starts.
// Thread rule: any thread, also at once.
class RangeCutter {
 public:
  struct Range {
    uint64_t index = 0;  // ascending from 0; a range is begun when the ones before it are being cut
    uint64_t begin = 0, end = 0;
  };
  // Where a record starts, and its number.
  struct Start {
    uint64_t offset = 0;
    uint64_t record = 0;
  };
  virtual ~RangeCutter() = default;
  // Reads the records that start in the range to `buffer` and describes them in `block` (but for block.file); false
  // when there are none.
  virtual bool Cut(const OpenFile& file, const Range& range, BlockBuffer& buffer, Block& block) = 0;
  virtual const FileContext* context() const = 0;
};

struct BlockShape {
  enum class Kind : uint8_t {
    kLines,    // records end with '\n'; lines above record_limit are left out and counted
    kFixed,    // header_bytes, then blocks of block_bytes each (the last may be short)
    kRecords,  // cut by new_splitter()
  };
  Kind kind = Kind::kLines;
  bool json_lines = false;  // kLines whose records are JSON objects
  // As what a side index has to know the files; nullopt: none is used.
  std::optional<IndexedFormat> indexed_as;
  size_t block_bytes = 256 << 10;
  size_t header_bytes = 0;
  size_t record_limit = 8 << 20;
  std::unique_ptr<RecordSplitter> (*new_splitter)() = nullptr;
  // kRecords: cuts large plain files at any place; nullptr, or giving nullptr, reads them front to back. `start`: where
  // the first record starts that is wanted; nullptr: the first one of the file.
  std::unique_ptr<RangeCutter> (*new_range_cutter)(const OpenFile& file, const std::string& path,
                                                   ScanCounters& counters, const RangeCutter::Start* start) = nullptr;
};

struct Block {
  size_t file = 0;        // index into the queue's files
  uint64_t index = 0;     // of the block in its file
  uint64_t offset = 0;    // of the text in the decoded file
  std::string_view text;  // kBlockPadding more bytes are readable, unless the block is mapped
  const FileContext* context = nullptr;
  uint64_t first_record = 0;  // kRecords and streams: number of the first record, from 1
  uint64_t records = 0;       // how many there are; of lines in files read at any place about that many;
                              // unknown before Release when it is mapped
  // The text is the file itself, which others may change: only to be searched, and copied before it is read.
  bool mapped = false;
  bool is_live = false;  // of an input that may be quiet for long: its rows are given out with the block
};

class BlockQueue {
 public:
  // Files that cannot be opened are counted as problems when their turn comes. `asked`: of files with a side index only
  // the parts are read in which a record may pass; must outlive the queue; nullptr: all is read. `plan`: of the only
  // file, a plain one, these parts are read.
  BlockQueue(std::vector<InputFile> files, const BlockShape& shape, ScanCounters& counters,
             const ScanSpec* asked = nullptr, std::optional<ReadPlan> plan = std::nullopt);
  ~BlockQueue();
  BlockQueue(const BlockQueue&) = delete;
  BlockQueue& operator=(const BlockQueue&) = delete;

  // The next block, or false at the end or after Cancel. Every block is handed out once. `may_map`: its text may be
  // mapped.
  bool Next(BlockBuffer& buffer, Block& block, bool may_map = false);
  // Its text is no longer needed: for each block once. Returns how many records it has (see Block::records).
  uint64_t Release(const Block& block);
  void Cancel();

  const std::vector<InputFile>& files() const { return files_; }
  // Number of the block's first record (line), from 1. For plain files of lines it waits until the blocks before are
  // counted, which their workers do right after reading them.
  uint64_t FirstRecord(const Block& block);
  // About how many blocks there are: a bound for useful workers.
  size_t approximate_blocks() const { return approximate_blocks_; }

 private:
  struct FileState;
  struct Claim;

  bool TakeClaim(BlockBuffer& buffer, Block& block, Claim& claim);
  bool TryFile(FileState& file, BlockBuffer& buffer, Block& block, Claim& claim);
  bool OpenFileOf(FileState& file);
  bool OpenRecords(FileState& file);
  std::optional<ReadPlan> PlanOf(const InputFile& file, const OpenFile& opened);
  size_t ChunksAhead(const FileState& file) const;
  uint64_t BeginOf(const FileState& file, uint64_t index) const;
  uint64_t EndOf(const FileState& file, uint64_t index) const;
  bool IsLeftOut(FileState& file, uint64_t index, BlockBuffer& buffer);
  const MappedFile* MappingOf(FileState& file);
  uint64_t LinesOfMapped(const FileState& file, uint64_t index) const;
  uint64_t CountMapped(FileState& file, uint64_t index);
  static bool StartsLine(const FileState& file, uint64_t begin, const char* text, bool in_memory);
  void ReleaseCounted(FileState& file, uint64_t index);
  bool ReadLinesBlock(const Claim& claim, const MappedFile* mapping, BlockBuffer& buffer, Block& block);
  bool ReadFixedBlock(const Claim& claim, BlockBuffer& buffer, Block& block);
  bool ReadRecords(const Claim& claim, BlockBuffer& buffer, Block& block);
  void PublishLines(FileState& file, uint64_t index, uint64_t lines);

  std::vector<InputFile> files_;
  BlockShape shape_;
  ScanCounters& counters_;
  const ScanSpec* asked_;
  std::optional<ReadPlan> plan_;
  size_t approximate_blocks_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<FileState>> states_;
  size_t first_open_ = 0;    // files before this one are finished
  size_t open_streams_ = 0;  // files that are decoded and cut in order
  size_t workers_ = 0;       // that have asked for blocks
  bool cancelled_ = false;
};

}  // namespace quarry

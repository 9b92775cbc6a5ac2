// CsvRanges: a large plain CSV file, cut at any place by several workers at once. Whether a line end lies within quotes
// is known only from the beginning of the file on. Each worker therefore looks at its range as if it started outside of
// quotes, and then learns from the worker before where the first record of the range starts. When that is a place where
// it saw a record start, all that it saw behind it holds, and it says at once where the next range's records start;
// when not, it cuts its range again from that place. Thread rule: any thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "readers/file_blocks.h"
#include "readers/formats/csv/csv_records.h"

namespace quarry {

class CsvRanges final : public RangeCutter {
 public:
  // Records start at `start`.
  CsvRanges(std::string path, CsvHeader header, const Start& start, ScanCounters& counters);
  const FileContext* context() const override { return &header_; }
  bool Cut(const OpenFile& file, const Range& range, BlockBuffer& buffer, Block& block) override;

 private:
  using Place = Start;  // where the records of a range start
  // Text in the buffer.
  struct Piece {
    size_t begin = 0, end = 0;
    uint64_t records = 0;
  };
  struct Seen;

  Place WaitFor(uint64_t index);
  void Publish(const Place& next);
  bool CutAsSeen(const Seen& seen, const Range& range, const Place& place, Piece& piece) const;
  uint64_t CutAgain(const OpenFile& file, const Range& range, const Place& place, BlockBuffer& buffer, Piece& piece);
  void ReportShort(const Result<size_t>& got);

  const std::string path_;
  const CsvHeader header_;
  ScanCounters& counters_;
  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t next_index_ = 0;  // the range that place_ is of
  Place place_;
  bool reported_short_ = false;
};

// nullptr when the header cannot be read: reading front to back then says why.
// `start`: see BlockShape.
std::unique_ptr<RangeCutter> NewCsvRanges(const OpenFile& file, const std::string& path, ScanCounters& counters,
                                          const RangeCutter::Start* start);

// How CSV is cut into blocks of this size.
BlockShape CsvBlocks(size_t block_bytes);

}  // namespace quarry

// RecordSpool: the records of one partition on their way from the inputs to Parquet, on disk, compressed with zstd in
// frames of some hundred records each. RecordSpools: those of a run, with a common bound on what waits in memory.
// Ownership: a spool's file is removed with it. Thread rule: Append from any thread; Frames once all is appended.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "readers/codec/open_file.h"

namespace quarry {

inline constexpr int64_t kNoTime = INT64_MIN;

struct SpooledRecord {
  uint32_t file = 0;   // of the inputs
  int64_t record = 0;  // its number there
  int64_t time = kNoTime;
  std::string_view json;
};

class RecordSpool {
 public:
  explicit RecordSpool(std::string path) : path_(std::move(path)) {}
  ~RecordSpool();
  RecordSpool(const RecordSpool&) = delete;
  RecordSpool& operator=(const RecordSpool&) = delete;

  struct Frame {
    uint64_t offset = 0;
    size_t compressed = 0, bytes = 0;
  };

  // Copies the record. Errors are of the disk.
  Result<void> Append(const SpooledRecord& record, std::atomic<uint64_t>& waiting);
  // Writes what waits.
  Result<void> Flush(std::atomic<uint64_t>& waiting);
  size_t waiting() const { return waiting_; }

  uint64_t records() const { return records_; }
  uint64_t bytes() const { return bytes_; }
  int64_t first_time() const { return first_time_; }
  int64_t last_time() const { return last_time_; }
  const std::vector<Frame>& frames() const { return frames_; }
  const std::string& path() const { return path_; }

 private:
  Result<void> Write(const std::string& records);

  const std::string path_;
  std::mutex mutex_;       // of the buffer and the counts
  std::mutex file_mutex_;  // of the file and the frames
  std::string buffer_;
  std::atomic<size_t> waiting_{0};
  std::vector<Frame> frames_;
  uint64_t end_ = 0, records_ = 0, bytes_ = 0;
  int64_t first_time_ = kNoTime, last_time_ = kNoTime;
};

// Reads one frame's records into `bytes` (which they then point into).
Result<void> ReadFrame(const OpenFile& file, const RecordSpool::Frame& frame, std::string& bytes);
// Takes the next record off `bytes`; false at their end.
bool NextRecord(std::string_view& bytes, SpooledRecord& record);

}  // namespace quarry

// External entries: RecordSpool, ReadFrame, NextRecord.
#include "import/record_spool.h"

#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>

namespace quarry {
namespace {

constexpr size_t kFrameBytes = 1 << 20;
constexpr int kLevel = 1;  // disk is read once; time counts

struct Head {
  uint32_t size = 0;
  uint32_t file = 0;
  int64_t record = 0;
  int64_t time = 0;
};

Error DiskError(const std::string& path) {
  return Error{path + ": " + std::strerror(errno)};
}

}  // namespace

RecordSpool::~RecordSpool() {
  unlink(path_.c_str());
}

Result<void> RecordSpool::Append(const SpooledRecord& record, std::atomic<uint64_t>& waiting) {
  const Head head{static_cast<uint32_t>(record.json.size()), record.file, record.record, record.time};
  std::string full;
  {
    const std::lock_guard lock(mutex_);
    buffer_.append(reinterpret_cast<const char*>(&head), sizeof head);
    buffer_.append(record.json);
    waiting += sizeof head + record.json.size();
    waiting_ = buffer_.size();
    ++records_;
    bytes_ += record.json.size();
    if (record.time != kNoTime) {
      if (first_time_ == kNoTime || record.time < first_time_) first_time_ = record.time;
      if (last_time_ == kNoTime || record.time > last_time_) last_time_ = record.time;
    }
    if (buffer_.size() < kFrameBytes) return {};
    full.swap(buffer_);
    waiting_ = 0;
  }
  waiting -= full.size();
  return Write(full);
}

Result<void> RecordSpool::Flush(std::atomic<uint64_t>& waiting) {
  std::string full;
  {
    const std::lock_guard lock(mutex_);
    full.swap(buffer_);
    waiting_ = 0;
  }
  if (full.empty()) return {};
  waiting -= full.size();
  return Write(full);
}

Result<void> RecordSpool::Write(const std::string& records) {
  std::string packed(ZSTD_compressBound(records.size()), '\0');
  const size_t size = ZSTD_compress(packed.data(), packed.size(), records.data(), records.size(), kLevel);
  if (ZSTD_isError(size)) return Error{path_ + ": cannot compress: " + ZSTD_getErrorName(size)};
  const std::lock_guard lock(file_mutex_);
  // Opened for each frame: there may be more partitions than descriptors.
  const int file = open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return DiskError(path_);
  size_t done = 0;
  while (done < size) {
    const ssize_t n = pwrite(file, packed.data() + done, size - done, static_cast<off_t>(end_ + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const Error error = DiskError(path_);
      close(file);
      return error;
    }
    done += static_cast<size_t>(n);
  }
  close(file);
  frames_.push_back({end_, size, records.size()});
  end_ += size;
  return {};
}

Result<void> ReadFrame(const OpenFile& file, const RecordSpool::Frame& frame, std::string& bytes) {
  std::string packed(frame.compressed, '\0');
  const Result<size_t> got = file.ReadAt(frame.offset, packed.data(), packed.size());
  if (!got) return got.error();
  bytes.resize(frame.bytes);
  const size_t size = ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), *got);
  if (ZSTD_isError(size) || size != frame.bytes) return Error{"a temporary file of the import was changed"};
  return {};
}

bool NextRecord(std::string_view& bytes, SpooledRecord& record) {
  Head head;
  if (bytes.size() < sizeof head) return false;
  std::memcpy(&head, bytes.data(), sizeof head);
  record = {head.file, head.record, head.time, bytes.substr(sizeof head, head.size)};
  bytes.remove_prefix(sizeof head + record.json.size());
  return true;
}

}  // namespace quarry

// Inputs that cannot be read twice (standard input, pipes, process substitutions) are kept in a file without a name as
// far as they have been read: recognising an input and scanning it, perhaps more than once, then see the same bytes,
// and a scan begins while the input is still coming. Readers that jump about in a file copy compressed inputs likewise.
// Thread rule: any thread. One reads what is new; others meanwhile read what has come. The copies live as long as the
// process, in TMPDIR or /tmp.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"

namespace quarry {

// Where a spool gets its bytes from.
class SpoolInput {
 public:
  virtual ~SpoolInput() = default;
  // As POSIX read: waits, and 0 is the end.
  virtual Result<size_t> Read(char* to, size_t size) = 0;
  // Waits at most so many milliseconds for something to read, be it the end; false when nothing has come.
  virtual bool Wait(int /*milliseconds*/) { return true; }
};

class Spool {
 public:
  // The one of this name; `input` is used when there was none. An error is given each time.
  static Result<std::shared_ptr<Spool>> Of(const std::string& name, std::unique_ptr<SpoolInput> input);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Some of the bytes from `offset` on; waits for the input when there are none yet, until `cancelled` (may be null) is
  // set, which is an error. 0 at its end.
  Result<size_t> ReadAt(uint64_t offset, char* to, size_t size, const std::atomic<bool>* cancelled = nullptr);
  // Whether ReadAt would have to wait longer than that.
  bool WouldWait(uint64_t offset, int milliseconds);
  // Reads all that comes. A path ("/proc/self/fd/7") under which the copy can be opened. `ended_by` given: an input
  // that fails after some bytes ends there, for this reason.
  Result<std::string> WholeCopy(std::string* ended_by, const std::atomic<bool>* cancelled = nullptr);

 private:
  Spool(std::string name, std::unique_ptr<SpoolInput> input, int copy, std::string path)
      : name_(std::move(name)), input_(std::move(input)), copy_(copy), path_(std::move(path)) {}
  Result<size_t> Append(char* buffer, size_t size, uint64_t at, const std::atomic<bool>* cancelled);

  const std::string name_;
  const std::unique_ptr<SpoolInput> input_;
  const int copy_;
  const std::string path_;  // where the copy was made, for messages
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_reading_ = false;  // somebody, without the lock
  uint64_t size_ = 0;        // so much has come
  bool ended_ = false;
  std::string failure_;
};

}  // namespace quarry

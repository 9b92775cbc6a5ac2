// External entry: Spool::Of.
#include "readers/codec/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

namespace quarry {

namespace {
// How long a wait takes to notice that it was cancelled.
constexpr int kPatience = 100;  // milliseconds
}  // namespace

Result<std::shared_ptr<Spool>> Spool::Of(const std::string& name, std::unique_ptr<SpoolInput> input) {
  static std::mutex mutex;
  static std::map<std::string, Result<std::shared_ptr<Spool>>> spools;
  const std::lock_guard lock(mutex);
  const auto found = spools.find(name);
  if (found != spools.end()) return found->second;
  const char* folder = ::getenv("TMPDIR");
  std::string path = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/quarry-input-XXXXXX";
  const int copy = ::mkostemp(path.data(), O_CLOEXEC);
  if (copy < 0) {
    const Error error{name + ": cannot make a copy in " + path + ": " + std::strerror(errno)};
    spools.emplace(name, error);
    return error;
  }
  ::unlink(path.c_str());
  const std::shared_ptr<Spool> spool(new Spool(name, std::move(input), copy, path));
  spools.emplace(name, spool);
  return spool;
}

Spool::~Spool() {
  ::close(copy_);
}

// Reads what comes next to `buffer` and puts it into the copy. REQUIRES: is_reading_ is the caller's.
Result<size_t> Spool::Append(char* buffer, size_t size, uint64_t at, const std::atomic<bool>* cancelled) {
  while (!input_->Wait(kPatience)) {
    if (cancelled != nullptr && *cancelled) return size_t{0};
  }
  const Result<size_t> got = input_->Read(buffer, size);
  if (!got) return got;
  for (size_t done = 0; done < *got;) {
    const ssize_t put = ::pwrite(copy_, buffer + done, *got - done, static_cast<off_t>(at + done));
    if (put > 0) {
      done += static_cast<size_t>(put);
    } else if (errno != EINTR) {
      return Error{name_ + ": cannot write its copy in " + path_ + ": " + std::strerror(errno)};
    }
  }
  return got;
}

Result<size_t> Spool::ReadAt(uint64_t offset, char* to, size_t size, const std::atomic<bool>* cancelled) {
  std::unique_lock lock(mutex_);
  while (offset >= size_) {
    if (!failure_.empty()) return Error{failure_};
    if (ended_) return size_t{0};
    if (cancelled != nullptr && *cancelled) return Error{name_ + ": interrupted"};
    if (is_reading_) {
      changed_.wait_for(lock, std::chrono::milliseconds(kPatience));
      continue;
    }
    if (offset > size_) return Error{name_ + ": read beyond what has come"};
    is_reading_ = true;
    lock.unlock();
    const Result<size_t> got = Append(to, size, offset, cancelled);
    lock.lock();
    is_reading_ = false;
    changed_.notify_all();
    if (!got) {
      failure_ = got.error().message;
    } else if (*got > 0) {
      size_ += *got;
      return got;
    } else {
      ended_ = cancelled == nullptr || !*cancelled;
    }
  }
  size = static_cast<size_t>(std::min<uint64_t>(size, size_ - offset));
  lock.unlock();
  ssize_t got;
  do got = ::pread(copy_, to, size, static_cast<off_t>(offset));
  while (got < 0 && errno == EINTR);
  if (got < 0) return Error{name_ + ": cannot read its copy: " + std::strerror(errno)};
  return static_cast<size_t>(got);
}

bool Spool::WouldWait(uint64_t offset, int milliseconds) {
  {
    const std::lock_guard lock(mutex_);
    if (offset < size_ || ended_ || !failure_.empty()) return false;
    if (is_reading_) return true;
  }
  return !input_->Wait(milliseconds);
}

Result<std::string> Spool::WholeCopy(std::string* ended_by, const std::atomic<bool>* cancelled) {
  std::vector<char> buffer(1 << 18);
  while (true) {
    uint64_t from;
    {
      const std::lock_guard lock(mutex_);
      from = size_;
    }
    const Result<size_t> got = ReadAt(from, buffer.data(), buffer.size(), cancelled);
    if (!got && (ended_by == nullptr || from == 0)) return got.error();
    if (!got) *ended_by = got.error().message;
    if (!got || *got == 0) return "/proc/self/fd/" + std::to_string(copy_);
  }
}

}  // namespace quarry

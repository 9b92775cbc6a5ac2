#include "readers/codec/read_once.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace quarry {

namespace {
class PipeInput final : public SpoolInput {
 public:
  explicit PipeInput(std::string path)
      : path_(std::move(path)),
        name_(path_ == "-" ? "standard input" : path_),
        descriptor_(path_ == "-" ? STDIN_FILENO : -1) {}
  ~PipeInput() override {
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  }

  Result<size_t> Read(char* to, size_t size) override {
    if (!Open()) return Error{name_ + ": cannot open: " + std::strerror(errno)};
    ssize_t got;
    do got = ::read(descriptor_, to, size);
    while (got < 0 && errno == EINTR);
    if (got < 0) return Error{name_ + ": cannot read: " + std::strerror(errno)};
    return static_cast<size_t>(got);
  }

  bool Wait(int milliseconds) override {
    if (!Open()) return true;  // Read tells why
    pollfd asked{descriptor_, POLLIN, 0};
    const int ready = ::poll(&asked, 1, milliseconds);
    return ready > 0 || (ready < 0 && errno != EINTR);
  }

 private:
  // Once, with the first use: a named pipe that is opened once more waits for another writer.
  bool Open() {
    while (descriptor_ < 0) {
      descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
      if (descriptor_ < 0 && errno != EINTR) return false;
    }
    return true;
  }

  const std::string path_, name_;
  int descriptor_;
};
}  // namespace

bool IsReadOnce(const std::string& path) {
  struct stat status{};
  if (path != "-") return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
  if (::fstat(STDIN_FILENO, &status) != 0) return false;
  // A file, from its beginning on, may be opened like any other.
  return !S_ISREG(status.st_mode) || ::lseek(STDIN_FILENO, 0, SEEK_CUR) != 0 || ::access("/dev/stdin", R_OK) != 0;
}

Result<std::shared_ptr<Spool>> SpoolOf(const std::string& path) {
  return Spool::Of(path == "-" ? "standard input" : path, std::make_unique<PipeInput>(path));
}

}  // namespace quarry

// File descriptors for reading. POSIX calls with interrupted and short reads taken care of.
#include "readers/codec/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "readers/codec/read_once.h"

namespace quarry {

namespace {
Error ErrnoError(const std::string& path, const char* what, int number) {
  return Error{path + ": " + what + ": " + std::strerror(number)};
}
}  // namespace

Result<OpenFile> OpenFile::Open(const std::string& path) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : path;
  const auto open = [](const std::string& at) {
    int descriptor;
    do descriptor = ::open(at.c_str(), O_RDONLY | O_CLOEXEC);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
  };
  std::string at = standard_input ? "/dev/stdin" : path;
  // What can be read only once is copied first, so that looking at it costs nothing of it.
  if (IsReadOnce(path)) {
    const Result<std::shared_ptr<Spool>> spool = SpoolOf(path);
    if (!spool) return spool.error();
    Result<std::string> copy = (*spool)->WholeCopy(nullptr);
    if (!copy) return copy.error();
    at = std::move(*copy);
  }
  const int descriptor = open(at);
  if (descriptor < 0) return ErrnoError(name, "cannot open", errno);
  struct stat status{};
  const bool has_status = ::fstat(descriptor, &status) == 0;
  const int number = errno;
  if (!has_status || S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    return has_status ? Error{name + ": is a folder"} : ErrnoError(name, "cannot open", number);
  }
  return OpenFile(descriptor, name, static_cast<uint64_t>(status.st_size));
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)), size_(other.size_) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  std::swap(size_, other.size_);
  return *this;
}

OpenFile::~OpenFile() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

Result<size_t> OpenFile::Read(char* to, size_t size) {
  ssize_t got;
  do got = ::read(descriptor_, to, size);
  while (got < 0 && errno == EINTR);
  if (got < 0) return ErrnoError(path_, "cannot read", errno);
  return static_cast<size_t>(got);
}

Result<size_t> OpenFile::ReadAt(uint64_t offset, char* to, size_t size) const {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(descriptor_, to + done, size - done, static_cast<off_t>(offset + done));
    if (got == 0) break;
    if (got > 0) {
      done += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      return ErrnoError(path_, "cannot read", errno);
    }
  }
  return done;
}

}  // namespace quarry

#include "readers/codec/spool.h"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

namespace quarry {

namespace {

Result<int> CopyToUnnamedFile(const std::string& name, const std::function<Result<size_t>(char*, size_t)>& read) {
  const char* folder = ::getenv("TMPDIR");
  std::string path = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/quarry-input-XXXXXX";
  const int copy = ::mkstemp(path.data());
  if (copy < 0) return Error{name + ": cannot make a copy in " + path + ": " + std::strerror(errno)};
  ::unlink(path.c_str());
  std::vector<char> buffer(1 << 18);
  for (;;) {
    const Result<size_t> got = read(buffer.data(), buffer.size());
    if (!got || *got == 0) {
      if (got) return copy;
      ::close(copy);
      return got.error();
    }
    for (size_t done = 0; done < *got;) {
      const ssize_t put = ::write(copy, buffer.data() + done, *got - done);
      if (put > 0) {
        done += static_cast<size_t>(put);
      } else if (errno != EINTR) {
        const int number = errno;
        ::close(copy);
        return Error{name + ": cannot write its copy in " + path + ": " + std::strerror(number)};
      }
    }
  }
}

}  // namespace

Result<std::string> SpooledCopy(const std::string& name,
                                const std::function<Result<size_t>(char* to, size_t size)>& read) {
  static std::mutex mutex;
  static std::map<std::string, Result<int>> copies;
  std::lock_guard lock(mutex);
  auto found = copies.find(name);
  if (found == copies.end()) found = copies.emplace(name, CopyToUnnamedFile(name, read)).first;
  if (!found->second) return found->second.error();
  return "/proc/self/fd/" + std::to_string(*found->second);
}

}  // namespace quarry

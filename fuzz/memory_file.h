// A file in memory, rewritten for each input: readers take paths.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "base/check.h"

namespace quarry::fuzz {

class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) { QUARRY_CHECK(descriptor_ >= 0); }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  // Its path, with these bytes in it.
  std::string With(const void* data, size_t size) {
    QUARRY_CHECK(::ftruncate(descriptor_, 0) == 0);
    QUARRY_CHECK(::pwrite(descriptor_, data, size, 0) == static_cast<ssize_t>(size));
    return "/proc/self/fd/" + std::to_string(descriptor_);
  }

 private:
  int descriptor_;
};

}  // namespace quarry::fuzz

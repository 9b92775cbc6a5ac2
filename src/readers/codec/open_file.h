// OpenFile: a file descriptor for reading, closed with the object.
// Thread rule: ReadAt may be called from several threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace quarry {

class OpenFile {
 public:
  // "-" is standard input. What can be read only once is copied to disk first, to its end (spool.h). Folders
  // are refused.
  static Result<OpenFile> Open(const std::string& path);
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;
  ~OpenFile();

  uint64_t size() const { return size_; }
  int descriptor() const { return descriptor_; }

  // Up to `size` bytes from the current place; 0 at the end.
  Result<size_t> Read(char* to, size_t size);
  // Bytes [offset, offset + size), fewer only at the end of the file.
  Result<size_t> ReadAt(uint64_t offset, char* to, size_t size) const;

 private:
  OpenFile(int descriptor, std::string path, uint64_t size)
      : descriptor_(descriptor), path_(std::move(path)), size_(size) {}
  int descriptor_ = -1;
  std::string path_;
  uint64_t size_ = 0;
};

}  // namespace quarry

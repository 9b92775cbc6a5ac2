// MappedFile: a file's bytes in memory, for searches that look at each byte once: no copy is made. Others may write to
// the file meanwhile: what is found has to be copied before anything relies on it.
// A file that becomes shorter, or a disk that fails, would end the process with SIGBUS. A handler, installed with the
// first mapping, puts zeros in place of what is gone and notes it; signals elsewhere go where they went before.
// Thread rule: all members may be used from several threads at once.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace quarry {

class MappedFile {
 public:
  // nullptr when the file cannot be mapped; it can then be read. At most kMaxMappings are open at once.
  static constexpr size_t kMaxMappings = 64;
  static std::unique_ptr<MappedFile> Map(int descriptor, uint64_t size);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  const char* data() const { return data_; }
  uint64_t size() const { return size_; }
  // Some of the bytes were gone when they were asked for.
  bool has_lost_bytes() const;
  // Lets the memory behind [from, to) go, so that a scan holds no more than what it works on.
  void Release(uint64_t from, uint64_t to) const;

 private:
  MappedFile(const char* data, uint64_t size, size_t slot) : data_(data), size_(size), slot_(slot) {}
  const char* data_;
  uint64_t size_;
  size_t slot_;  // in the handler's table
};

}  // namespace quarry

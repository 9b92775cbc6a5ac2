// BlockBuffer: memory for one block of text, reused. Whoever holds it owns the text in it.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace quarry {

// Readable bytes after every block's text, so that kernels may load whole vectors.
inline constexpr size_t kBlockPadding = 256;

class BlockBuffer {
 public:
  static constexpr size_t kAlignment = 64;
  char* data() { return bytes_.get(); }
  size_t capacity() const { return capacity_; }
  // Room for `size` bytes and the padding; keeps the first `kept` bytes. Gives a much larger buffer back when little
  // is asked for.
  void Reserve(size_t size, size_t kept = 0);
  // Exchanges the memory only.
  void Swap(BlockBuffer& other) {
    std::swap(bytes_, other.bytes_);
    std::swap(capacity_, other.capacity_);
  }

 private:
  friend class BlockQueue;
  static constexpr size_t kNoFile = ~size_t{0};
  struct AlignedDelete {
    void operator()(char* bytes) const { ::operator delete(bytes, std::align_val_t(kAlignment)); }
  };
  std::unique_ptr<char[], AlignedDelete> bytes_;
  size_t capacity_ = 0;
  size_t home_ = kNoFile;  // the file that the queue's worker stays with
  bool is_known_ = false;  // to the queue
};

}  // namespace quarry

#include "base/arena.h"

#include <algorithm>
#include <cstdint>

namespace quarry {

namespace {
constexpr size_t kFirstBlock = 4096;
constexpr size_t kLargestBlock = 1 << 20;
}  // namespace

char* Arena::Allocate(size_t size, size_t alignment) {
  size_t padding = (alignment - (reinterpret_cast<uintptr_t>(next_) & (alignment - 1))) & (alignment - 1);
  if (size + padding > left_) {
    size_t block = blocks_.empty() ? kFirstBlock : std::min(blocks_.back().size * 2, kLargestBlock);
    block = std::max(block, size + alignment);
    blocks_.push_back({std::unique_ptr<char[]>(new char[block]), block});
    allocated_ += block;
    next_ = blocks_.back().data.get();
    left_ = block;
    padding = (alignment - (reinterpret_cast<uintptr_t>(next_) & (alignment - 1))) & (alignment - 1);
  }
  char* at = next_ + padding;
  next_ = at + size;
  left_ -= size + padding;
  return at;
}

void Arena::Reset() {
  if (blocks_.empty()) return;
  if (blocks_.size() > 1) {
    // Keep the largest block: the next batch is likely as large as this one.
    std::swap(blocks_.front(), blocks_.back());
    blocks_.resize(1);
    allocated_ = blocks_.front().size;
  }
  next_ = blocks_.front().data.get();
  left_ = blocks_.front().size;
}

}  // namespace quarry

// Bump allocator: many small objects of one lifetime (syntax trees, the strings that a batch of
// kernels produces). Objects are not destroyed, so only trivially destructible types go in.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace quarry {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  // Memory for `size` bytes, aligned to `alignment` (a power of two, at most 16).
  char* Allocate(size_t size, size_t alignment = 8);

  // A copy of `text` that lives as long as the arena (or until Reset).
  std::string_view Copy(std::string_view text) {
    char* to = Allocate(text.size(), 1);
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  template <typename T, typename... Args>
  T* New(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena never runs destructors");
    return new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // Forgets everything; keeps the first block for reuse.
  void Reset();

  size_t allocated_bytes() const { return allocated_; }

 private:
  struct Block {
    std::unique_ptr<char[]> data;
    size_t size;
  };
  std::vector<Block> blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
  size_t allocated_ = 0;
};

}  // namespace quarry

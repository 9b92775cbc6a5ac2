// TextIds: different texts get numbers from 0 on. What groups by text compares and hashes numbers afterwards.
// Ownership: copies the texts. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "exec/grouping/hash_slots.h"
#include "types/batch.h"

namespace quarry {

class TextIds {
 public:
  TextIds() : slots_(kFirstSlots) {}

  // The numbers of the cells at `rows[0, count)`: to[0], to[stride], ... Null has a number of its own.
  void Find(const ColumnVector& column, const uint32_t* rows, size_t count, uint64_t* to, size_t stride);
  uint32_t Find(std::string_view text);
  uint32_t FindNull();

  size_t size() const { return texts_.size(); }
  // The text lives until Clear.
  Cell Get(size_t id) const { return texts_[id].data() == nullptr ? Cell::Null() : Cell::Text(texts_[id]); }
  size_t bytes() const {
    return arena_.allocated_bytes() + texts_.size() * sizeof(std::string_view) + slots_.size() * sizeof(HashSlot);
  }
  void Clear();

 private:
  static constexpr size_t kFirstSlots = 256;  // a power of two

  bool Has(uint32_t id, std::string_view text) const;
  uint32_t FindHashed(std::string_view text, uint32_t hash);

  HashSlots slots_;
  std::vector<std::string_view> texts_;  // without data: null
  Arena arena_;
  uint32_t last_ = 0;  // most texts equal the one before or hit the table
  uint32_t null_and_one_ = 0;
};

}  // namespace quarry

// HashSlots: an open table from hashes to numbers, for tables that keep their entries elsewhere, numbered from 0 on.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace quarry {

struct HashSlot {
  uint32_t hash = 0;
  uint32_t number_and_one = 0;  // 0: free
};
using HashSlots = std::vector<HashSlot>;  // a power of two of them, at most half taken

// Doubles the table.
inline void Grow(HashSlots& slots) {
  HashSlots old(slots.size() * 2);
  old.swap(slots);
  const size_t mask = slots.size() - 1;
  for (const HashSlot& slot : old) {
    if (slot.number_and_one == 0) continue;
    size_t at = slot.hash & mask;
    while (slots[at].number_and_one != 0) at = (at + 1) & mask;
    slots[at] = slot;
  }
}

}  // namespace quarry

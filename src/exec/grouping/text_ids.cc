// Entries: TextIds::Find, FindNull, Clear.
#include "exec/grouping/text_ids.h"

#include <algorithm>
#include <cstring>

#include <xxhash.h>

#include "exec/grouping/same_bytes.h"

namespace quarry {

namespace {

uint32_t HashOf(std::string_view text) {
  return static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()));
}

}  // namespace

inline bool TextIds::Has(uint32_t id, std::string_view text) const {
  const std::string_view known = texts_[id];
  return known.size() == text.size() && known.data() != nullptr && SameBytes(known.data(), text.data(), text.size());
}

void TextIds::Find(const ColumnVector& column, const uint32_t* rows, size_t count, uint64_t* to, size_t stride) {
  // Table and texts lie in far caches when there are many: they are asked for before they are needed.
  constexpr size_t kAhead = 32;
  uint32_t hashes[kAhead], likely[kAhead];
  const uint8_t* valid = column.valid().data();
  const std::string_view* texts = column.texts().data();
  for (size_t first = 0; first < count; first += kAhead) {
    const size_t part = std::min(kAhead, count - first);
    for (size_t i = 0; i < part; ++i) {
      const uint32_t row = rows[first + i];
      hashes[i] = valid[row] ? HashOf(texts[row]) : 0;
      __builtin_prefetch(&slots_[hashes[i] & (slots_.size() - 1)]);
    }
    for (size_t i = 0; i < part; ++i) {
      const HashSlot slot = slots_[hashes[i] & (slots_.size() - 1)];
      likely[i] = slot.number_and_one == 0 ? 0 : slot.number_and_one - 1;
      __builtin_prefetch(texts_.data() + likely[i]);
    }
    for (size_t i = 0; i < part; ++i)
      if (likely[i] < texts_.size()) __builtin_prefetch(texts_[likely[i]].data());
    for (size_t i = 0; i < part; ++i) {
      const uint32_t row = rows[first + i];
      uint64_t& id = to[(first + i) * stride];
      if (!valid[row])
        id = FindNull();
      else if (likely[i] < texts_.size() && Has(likely[i], texts[row]))
        id = likely[i];
      else
        id = FindHashed(texts[row], hashes[i]);
    }
  }
}

uint32_t TextIds::Find(std::string_view text) {
  if (last_ < texts_.size() && Has(last_, text)) return last_;
  return last_ = FindHashed(text, HashOf(text));
}

uint32_t TextIds::FindHashed(std::string_view text, uint32_t hash) {
  const size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  for (; slots_[at].number_and_one != 0; at = (at + 1) & mask) {
    const HashSlot slot = slots_[at];
    if (slot.hash == hash && Has(slot.number_and_one - 1, text)) return slot.number_and_one - 1;
  }
  const auto id = static_cast<uint32_t>(texts_.size());
  // An empty text has data too: without it is null.
  texts_.push_back(text.empty() ? std::string_view("") : arena_.Copy(text));
  slots_[at] = {hash, id + 1};
  if (texts_.size() * 2 > slots_.size()) Grow(slots_);
  return id;
}

uint32_t TextIds::FindNull() {
  if (null_and_one_ == 0) {
    texts_.emplace_back();
    null_and_one_ = static_cast<uint32_t>(texts_.size());
    if (texts_.size() * 2 > slots_.size()) Grow(slots_);
  }
  return null_and_one_ - 1;
}

void TextIds::Clear() {
  slots_.assign(kFirstSlots, {});
  texts_.clear();
  arena_.Reset();
  last_ = 0;
  null_and_one_ = 0;
}

}  // namespace quarry

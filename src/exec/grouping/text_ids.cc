// Entries: TextIds::Find, FindNull, Clear.
#include "exec/grouping/text_ids.h"

#include <cstring>

#include <xxhash.h>

namespace quarry {

void TextIds::Find(const ColumnVector& column, const uint32_t* rows, size_t count, uint64_t* to, size_t stride) {
  const uint8_t* valid = column.valid().data();
  const std::string_view* texts = column.texts().data();
  for (size_t i = 0; i < count; ++i) {
    const uint32_t row = rows[i];
    to[i * stride] = valid[row] ? Find(texts[row]) : FindNull();
  }
}

uint32_t TextIds::Find(std::string_view text) {
  const auto same = [&](uint32_t id) {
    const std::string_view known = texts_[id];
    return known.size() == text.size() && known.data() != nullptr &&
           std::memcmp(known.data(), text.data(), text.size()) == 0;
  };
  if (last_ < texts_.size() && same(last_)) return last_;
  const auto hash = static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()));
  const size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  for (; slots_[at].number_and_one != 0; at = (at + 1) & mask) {
    const HashSlot slot = slots_[at];
    if (slot.hash == hash && same(slot.number_and_one - 1)) return last_ = slot.number_and_one - 1;
  }
  last_ = static_cast<uint32_t>(texts_.size());
  // An empty text has data too: without it is null.
  texts_.push_back(text.empty() ? std::string_view("") : arena_.Copy(text));
  slots_[at] = {hash, last_ + 1};
  if (texts_.size() * 2 > slots_.size()) Grow(slots_);
  return last_;
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

// Entries: GroupKeys::Find, FindNone, Get. A row's keys become words of 64 bits: texts their number among the texts of
// their column, the others their value. The words are hashed and compared as a whole.
#include "exec/grouping/group_keys.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace quarry {

namespace {
uint64_t Mixed(uint64_t hash, uint64_t word) {
  const auto product = static_cast<unsigned __int128>(hash ^ word) * 0x9E3779B97F4A7C15u;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}
uint32_t HashOf(const uint64_t* words, size_t width) {
  uint64_t hash = 0x2545F4914F6CDD1Du;
  for (size_t i = 0; i < width; ++i) hash = Mixed(hash, words[i]);
  return static_cast<uint32_t>(hash ^ hash >> 32);
}
bool Same(const uint64_t* a, const uint64_t* b, size_t width) {
  for (size_t i = 0; i < width; ++i)
    if (a[i] != b[i]) return false;
  return true;
}
}  // namespace

GroupKeys::GroupKeys(std::vector<Type> types, size_t arms)
    : types_(std::move(types)),
      is_one_text_(types_.size() == 1 && IsTextual(types_[0])),
      texts_(types_.size()),
      sources_(types_.size() * arms),
      slots_(kFirstSlots) {
  width_ = types_.size();
  width_ += !std::all_of(types_.begin(), types_.end(), IsTextual);
}

void GroupKeys::FindByNumber(Source& source, size_t key, const ColumnVector& column, const uint32_t* rows,
                             size_t count) {
  const NumberedTexts& known = *source.origin.texts;
  if (source.generation != known.generation()) source.key_and_one.clear();
  source.generation = known.generation();
  source.key_and_one.resize(known.size());
  const uint32_t* numbers = known.of_rows();
  const uint8_t* valid = column.valid().data();
  uint64_t* to = words_.data() + key;
  for (size_t i = 0; i < count; ++i) {
    const uint32_t row = rows[i], number = numbers[row];
    if (source.key_and_one[number] != 0) {
      to[i * width_] = source.key_and_one[number] - 1;
      continue;
    }
    const uint32_t id = valid[row] != 0 ? texts_[key].Find(column.texts()[row]) : texts_[key].FindNull();
    to[i * width_] = id;
    if (source.origin.tells(number)) source.key_and_one[number] = id + 1;
  }
}

void GroupKeys::Fill(size_t arm, const std::vector<const ColumnVector*>& columns, const uint32_t* rows, size_t count) {
  words_.resize(count * width_);
  if (width_ > types_.size())
    for (size_t i = 0; i < count; ++i) words_[i * width_ + width_ - 1] = 0;
  for (size_t k = 0; k < types_.size(); ++k) {
    uint64_t* to = words_.data() + k;
    Source& source = sources_[arm * types_.size() + k];
    if (source.origin.is_numbered()) {
      FindByNumber(source, k, *columns[k], rows, count);
      continue;
    }
    if (IsTextual(types_[k])) {
      texts_[k].Find(*columns[k], rows, count, to, width_);
      continue;
    }
    const uint8_t* valid = columns[k]->valid().data();
    const int64_t* values = columns[k]->integers().data();
    for (size_t i = 0; i < count; ++i) {
      const uint32_t row = rows[i];
      to[i * width_] = valid[row] ? static_cast<uint64_t>(values[row]) : 0;
      words_[i * width_ + width_ - 1] |= static_cast<uint64_t>(valid[row] == 0) << k;
    }
  }
}

void GroupKeys::Find(size_t arm, const std::vector<const ColumnVector*>& columns, const uint32_t* rows, size_t count,
                     uint32_t* groups) {
  if (types_.empty()) {
    std::fill(groups, groups + count, 0);
    if (count > 0) size_ = 1;
    return;
  }
  Fill(arm, columns, rows, count);
  if (is_one_text_) {
    for (size_t i = 0; i < count; ++i) groups[i] = static_cast<uint32_t>(words_[i]);
    size_ = texts_[0].size();
    return;
  }
  // The tables of many groups lie in far caches: they are asked for before they are needed.
  hashes_.resize(count);
  for (size_t i = 0; i < count; ++i) {
    hashes_[i] = HashOf(words_.data() + i * width_, width_);
    __builtin_prefetch(&slots_[hashes_[i] & (slots_.size() - 1)]);
  }
  for (size_t i = 0; i < count; ++i)
    if (const HashSlot slot = slots_[hashes_[i] & (slots_.size() - 1)]; slot.number_and_one != 0)
      __builtin_prefetch(groups_.data() + (slot.number_and_one - 1) * width_);
  const uint64_t* before = nullptr;
  for (size_t i = 0; i < count; ++i) {
    const uint64_t* words = words_.data() + i * width_;
    if (before != nullptr && Same(before, words, width_)) {
      groups[i] = groups[i - 1];
      continue;
    }
    before = words;
    const uint32_t hash = hashes_[i];
    const size_t mask = slots_.size() - 1;
    size_t at = hash & mask;
    while (slots_[at].number_and_one != 0) {
      const HashSlot slot = slots_[at];
      if (slot.hash == hash && Same(groups_.data() + (slot.number_and_one - 1) * width_, words, width_)) break;
      at = (at + 1) & mask;
    }
    if (slots_[at].number_and_one != 0) {
      groups[i] = slots_[at].number_and_one - 1;
      continue;
    }
    groups[i] = static_cast<uint32_t>(size_++);
    groups_.insert(groups_.end(), words, words + width_);
    slots_[at] = {hash, groups[i] + 1};
    if (size_ * 2 > slots_.size()) Grow(slots_);
  }
}

void GroupKeys::FindNone(const std::vector<const ColumnVector*>& columns, const uint32_t* rows, size_t count,
                         uint32_t* groups) {
  for (size_t i = 0; i < count; ++i) groups[i] = static_cast<uint32_t>(i);
  size_ = count;
  columns_ = &columns;
  rows_ = rows;
}

Cell GroupKeys::Get(size_t group, size_t key) const {
  if (columns_ != nullptr) return (*columns_)[key]->Get(rows_[group]);
  if (is_one_text_) return texts_[0].Get(group);
  const uint64_t* words = groups_.data() + group * width_;
  if (IsTextual(types_[key])) return texts_[key].Get(words[key]);
  if (words[width_ - 1] >> key & 1) return Cell::Null();
  const auto value = static_cast<int64_t>(words[key]);
  return types_[key] == Type::kBool ? Cell::Bool(value != 0) : Cell::Integer(value);
}

size_t GroupKeys::bytes() const {
  size_t bytes = groups_.size() * sizeof(uint64_t) + slots_.size() * sizeof(HashSlot);
  for (const TextIds& texts : texts_) bytes += texts.bytes();
  for (const Source& source : sources_) bytes += source.key_and_one.size() * sizeof(uint32_t);
  return bytes;
}

void GroupKeys::Clear() {
  if (columns_ == nullptr) {
    for (TextIds& texts : texts_) texts.Clear();
    for (Source& source : sources_) source.key_and_one.clear();
    groups_.clear();
    slots_.assign(kFirstSlots, {});
  }
  columns_ = nullptr;
  rows_ = nullptr;
  size_ = 0;
}

}  // namespace quarry

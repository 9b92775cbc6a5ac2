// Entries: KnownRows::Find, Keep. The cells of a row lie behind each other: four bytes for the size of each, or kNull,
// then their bytes.
#include "exec/grouping/known_rows.h"

#include <algorithm>
#include <cstring>

#include "exec/grouping/same_bytes.h"

namespace quarry {

namespace {

constexpr uint32_t kNull = ~uint32_t{0};

}  // namespace

bool KnownRows::IsAt(const char* cells, uint32_t row) const {
  const char* text = cells + hashes_.columns().size() * sizeof(uint32_t);
  for (const RowHashes::Column& column : hashes_.columns()) {
    uint32_t size;
    std::memcpy(&size, cells, sizeof size);
    cells += sizeof size;
    if (column.valid[row] == 0) {
      if (size != kNull) return false;
      continue;
    }
    if (size == kNull) return false;
    const std::string_view own = column.texts != nullptr
                                     ? column.texts[row]
                                     : std::string_view(reinterpret_cast<const char*>(column.numbers + row), size);
    if (own.size() != size || !SameBytes(own.data(), text, size)) return false;
    text += size;
  }
  return true;
}

uint32_t KnownRows::Look(uint32_t row) const {
  const uint32_t hash = hashes_[row];
  const size_t mask = slots_.size() - 1;
  size_t alike = 0;
  for (size_t at = hash & mask; slots_[at].number_and_one != 0; at = (at + 1) & mask) {
    const HashSlot slot = slots_[at];
    if (slot.hash != hash) continue;
    if (IsAt(entries_[slot.number_and_one - 1].cells, row)) return slot.number_and_one;
    if (++alike == kMostAlike) return kCrowded;
  }
  return 0;
}

void KnownRows::Judge(bool pays) {
  if (pays || !pays_) return;
  pays_ = false;
  is_hopeless_ = hits_ * 4 < rows_;
}

void KnownRows::Find(const Batch& batch) {
  if (rows_ >= kTrialRows && hits_ * 4 < rows_ * 3) Judge(false);
  if (rows_ >= kJudgedRows) {
    Judge(hits_ * 8 >= rows_ * 7);
    rows_ = hits_ = 0;
  }
  if (found_.size() < batch.rows) found_.resize(std::max(batch.rows, kBatchRows));
  hashes_.Start(batch);
  // What is known lies in far caches: it is asked for before it is needed.
  constexpr size_t kAhead = 32;
  for (size_t first = 0; first < batch.rows; first += kAhead) {
    const auto begin = static_cast<uint32_t>(first), end = static_cast<uint32_t>(std::min(first + kAhead, batch.rows));
    const size_t mask = slots_.size() - 1;
    hashes_.Hash(begin, end);
    for (uint32_t row = begin; row < end; ++row) __builtin_prefetch(&slots_[hashes_[row] & mask]);
    for (uint32_t row = begin; row < end; ++row) {
      found_[row] = slots_[hashes_[row] & mask].number_and_one;
      if (found_[row] != 0) __builtin_prefetch(&entries_[found_[row] - 1]);
    }
    for (uint32_t row = begin; row < end; ++row) {
      if (found_[row] == 0) continue;
      const char* const cells = entries_[found_[row] - 1].cells;
      for (size_t line = 0; line < 4; ++line) __builtin_prefetch(cells + 64 * line);
    }
    for (uint32_t row = begin; row < end; ++row) {
      if (found_[row] != 0) found_[row] = Look(row);
      if (found_[row] == kCrowded) found_[row] = 0;
      hits_ += found_[row] != 0 && entries_[found_[row] - 1].fate.group != Fate::kUnknown;
    }
  }
  rows_ += batch.rows;
}

void KnownRows::Keep(uint32_t row, const Fate& fate) {
  // A row like it may have been kept since.
  if (const uint32_t known = Look(row); known != 0) {
    if (known != kCrowded) entries_[known - 1].fate = fate;
    return;
  }
  const std::vector<RowHashes::Column>& columns = hashes_.columns();
  const auto cell_of = [&](const RowHashes::Column& column) {
    return column.texts != nullptr
               ? column.texts[row]
               : std::string_view(reinterpret_cast<const char*>(column.numbers + row), sizeof(int64_t));
  };
  size_t size = columns.size() * sizeof(uint32_t);
  for (const RowHashes::Column& column : columns)
    if (column.valid[row] != 0) size += cell_of(column).size();
  char* const cells = kept_.Allocate(size, alignof(uint32_t));
  char* sizes = cells;
  char* text = cells + columns.size() * sizeof(uint32_t);
  for (const RowHashes::Column& column : columns) {
    uint32_t of_cell = kNull;
    if (column.valid[row] != 0) {
      const std::string_view cell = cell_of(column);
      of_cell = static_cast<uint32_t>(cell.size());
      if (!cell.empty()) std::memcpy(text, cell.data(), cell.size());
      text += cell.size();
    }
    std::memcpy(sizes, &of_cell, sizeof of_cell);
    sizes += sizeof of_cell;
  }
  entries_.push_back({cells, fate});
  const size_t mask = slots_.size() - 1;
  size_t at = hashes_[row] & mask;
  while (slots_[at].number_and_one != 0) at = (at + 1) & mask;
  slots_[at] = {hashes_[row], static_cast<uint32_t>(entries_.size())};
  if (entries_.size() * 2 > slots_.size()) Grow(slots_);
}

void KnownRows::ForgetGroups() {
  for (Entry& entry : entries_)
    if (entry.fate.group != Fate::kLeftOut) entry.fate.group = Fate::kUnknown;
}

void KnownRows::Forget() {
  // Memory was full of rows that hardly came again.
  Judge(hits_ >= 8 * entries_.size());
  slots_.assign(kFirstSlots, {});
  entries_.clear();
  kept_.Reset();
  rows_ = hits_ = 0;
}

}  // namespace quarry

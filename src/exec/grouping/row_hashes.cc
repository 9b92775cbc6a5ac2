#include "exec/grouping/row_hashes.h"

#include <algorithm>
#include <cstring>

namespace quarry {

namespace {

uint64_t Mixed(uint64_t hash, uint64_t word) {
  const auto product = static_cast<unsigned __int128>(hash ^ word) * 0x9E3779B97F4A7C15u;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t WordAt(std::string_view text, size_t at) {
  uint64_t word;
  std::memcpy(&word, text.data() + at, sizeof word);
  return word;
}
uint64_t ShortText(std::string_view text) {
  uint64_t word = text.size() << 56;
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  return word;
}

}  // namespace

void RowHashes::Start(const Batch& batch) {
  if (hashes_.size() < batch.rows) {
    hashes_.resize(std::max(batch.rows, kBatchRows));
    mixed_.resize(hashes_.size());
  }
  batch_.clear();
  for (const size_t c : columns_) {
    const ColumnVector& column = batch.columns[c];
    const bool is_text = IsTextual(column.type());
    batch_.push_back({column.valid().data(), is_text ? column.texts().data() : nullptr, column.integers().data()});
  }
}

// Without branches for a text's size.
void RowHashes::Hash(uint32_t begin, uint32_t end) {
  constexpr uint64_t kNull = 0xFFFFFFFF;
  std::fill(mixed_.begin() + begin, mixed_.begin() + end, 0x2545F4914F6CDD1Du);
  for (const Column& column : batch_) {
    for (uint32_t row = begin; row < end; ++row) {
      uint64_t& mixed = mixed_[row];
      if (column.valid[row] == 0) {
        mixed = Mixed(mixed, kNull);
      } else if (column.texts == nullptr) {
        mixed = Mixed(mixed, static_cast<uint64_t>(column.numbers[row]));
      } else if (const std::string_view text = column.texts[row]; text.size() < sizeof(uint64_t)) {
        mixed = Mixed(mixed, ShortText(text));
      } else {
        mixed = Mixed(mixed ^ WordAt(text, text.size() / 2 - 4) << 1,
                      Mixed(WordAt(text, 0) ^ text.size() << 56, WordAt(text, text.size() - sizeof(uint64_t))));
      }
    }
  }
  for (uint32_t row = begin; row < end; ++row) hashes_[row] = static_cast<uint32_t>(mixed_[row] ^ mixed_[row] >> 32);
}

}  // namespace quarry

// RowHashes: a hash of some columns of each row of a batch, texts and whole numbers. Rows that are alike have one; few
// others share it, since three words of a text tell most texts apart.
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "types/batch.h"

namespace quarry {

class RowHashes {
 public:
  // One of the two has the cells.
  struct Column {
    const uint8_t* valid;
    const std::string_view* texts;
    const int64_t* numbers;
  };

  explicit RowHashes(std::vector<size_t> columns) : columns_(std::move(columns)) {}

  // Starts with a batch, which must stay as it is.
  void Start(const Batch& batch);
  void Hash(uint32_t begin, uint32_t end);  // rows [begin, end)
  uint32_t operator[](uint32_t row) const { return hashes_[row]; }
  const std::vector<Column>& columns() const { return batch_; }

 private:
  std::vector<size_t> columns_;
  std::vector<Column> batch_;
  std::vector<uint64_t> mixed_;
  std::vector<uint32_t> hashes_;
};

}  // namespace quarry

// RepeatTrial: whether rows repeat so often that it may pay to keep and look them up (KnownRows), told from the hashes
// of some thousand rows, of which it keeps the newest: it costs little where they do not.
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "exec/grouping/row_hashes.h"
#include "types/batch.h"

namespace quarry {

class RepeatTrial {
 public:
  // Rows are told by these columns of a batch. The first half of `rows` only fills the memory.
  RepeatTrial(std::vector<size_t> columns, uint64_t rows) : hashes_(std::move(columns)), rows_(rows) {}

  enum class Verdict : uint8_t { kNotYet, kRepeat, kSometimes, kHardly };
  Verdict verdict() const;
  void Add(const Batch& batch);

 private:
  static constexpr size_t kSlots = 1 << 17;  // a power of two

  RowHashes hashes_;
  std::vector<uint32_t> newest_;  // hashes, by their last bits
  const uint64_t rows_;
  uint64_t seen_ = 0, judged_ = 0, repeated_ = 0;
};

}  // namespace quarry

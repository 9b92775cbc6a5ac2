#include "exec/grouping/repeat_trial.h"

namespace quarry {

RepeatTrial::Verdict RepeatTrial::verdict() const {
  if (seen_ < rows_) return Verdict::kNotYet;
  if (repeated_ * 2 >= judged_) return Verdict::kRepeat;
  return repeated_ * 4 >= judged_ ? Verdict::kSometimes : Verdict::kHardly;
}

void RepeatTrial::Add(const Batch& batch) {
  if (newest_.empty()) newest_.resize(kSlots);
  const auto rows = static_cast<uint32_t>(batch.rows);
  hashes_.Start(batch);
  hashes_.Hash(0, rows);
  const bool counts = seen_ * 2 >= rows_;
  for (uint32_t row = 0; row < rows; ++row) {
    uint32_t& newest = newest_[hashes_[row] & (kSlots - 1)];
    repeated_ += counts && newest == hashes_[row];
    newest = hashes_[row];
  }
  if (counts) judged_ += rows;
  seen_ += rows;
}

}  // namespace quarry

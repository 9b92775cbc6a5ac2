// KnownRows: telemetry repeats whole rows but for their times and counters: the same program on the same host asks for
// the same name again. Of each different row of some columns it keeps what became of it, so that the next such row need
// not go through conditions, expressions and keys: one look-up tells its group.
// Ownership: copies the cells. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "exec/grouping/hash_slots.h"
#include "exec/grouping/row_hashes.h"
#include "types/batch.h"

namespace quarry {

class KnownRows {
 public:
  // What became of a row.
  struct Fate {
    static constexpr uint32_t kUnknown = ~uint32_t{0}, kLeftOut = kUnknown - 1;
    uint32_t group = kUnknown;  // kLeftOut: a condition left it out
    uint64_t truths = 0;        // of conditions on its values, a bit each
  };

  // Rows are told by these columns of a batch, texts and whole numbers.
  explicit KnownRows(std::vector<size_t> columns) : hashes_(std::move(columns)), slots_(kFirstSlots) {}

  // Whether rows repeat so often that looking them up is worth it.
  bool pays() const { return pays_; }
  // It does not pay since rows hardly ever repeat: fewer columns might.
  bool is_hopeless() const { return is_hopeless_; }
  // Looks all rows of the batch up.
  void Find(const Batch& batch);
  // Of a row that Find looked up: kUnknown unless it is known.
  const Fate& fate(uint32_t row) const { return found_[row] == 0 ? unknown_ : entries_[found_[row] - 1].fate; }
  // The row, which Find looked up, and all like it have this fate. REQUIRES: the batch is as it was.
  void Keep(uint32_t row, const Fate& fate);

  // Groups are numbered anew from here on.
  void ForgetGroups();
  // Forgets all rows. Where they were not worth keeping, pays() is false afterwards.
  void Forget();
  size_t bytes() const {
    return kept_.allocated_bytes() + entries_.size() * sizeof(Entry) + slots_.size() * sizeof(HashSlot);
  }

 private:
  static constexpr size_t kFirstSlots = 256;  // a power of two
  // Looking up costs memory far away, for new rows twice. All groups begin unknown, and again when they are handed on:
  // less is enough at first.
  static constexpr uint64_t kTrialRows = 1 << 17, kJudgedRows = 1 << 19;
  static constexpr size_t kMostAlike = 8;  // different rows of one hash
  static constexpr uint32_t kCrowded = ~uint32_t{0};
  struct Entry {
    const char* cells = nullptr;
    Fate fate;
  };
  void Judge(bool pays);
  bool IsAt(const char* cells, uint32_t row) const;
  // The number of its entry and one; 0: none, kCrowded: none, and no more rows of its hash are kept.
  uint32_t Look(uint32_t row) const;

  RowHashes hashes_;
  HashSlots slots_;
  std::vector<Entry> entries_;
  Arena kept_;
  std::vector<uint32_t> found_;  // of the batch's rows
  const Fate unknown_;
  uint64_t rows_ = 0, hits_ = 0;  // since they were judged
  bool pays_ = true, is_hopeless_ = false;
};

}  // namespace quarry

// NeededBlocks: which blocks of an index may hold a record that passes. A block is not needed when one of these holds:
//   - none of the values of a range's field lies inside (kTimes), or the block has none of its fields (kPresence)
//   - a member that must hold some text does not occur in the block
//   - the grams of the literals that a record must hold are not all there, and no `\u` escape of the block may stand
//   for
//     a character of them
// Times are looked at first, of groups of blocks and then of those blocks whose group has some of them; filters only of
// the blocks that are left.
// Ownership: REQUIRES that index and spec outlive it. Thread rule: one thread; Run uses some of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "index/side_index.h"
#include "scan/scan.h"

namespace quarry {

class NeededBlocks {
 public:
  NeededBlocks(const SideIndex& index, const ScanSpec& spec) : index_(index), spec_(spec) {}

  // Error: the index is damaged, and what the other members say is void.
  Result<void> Run();
  const std::vector<BlockGroup>& groups() const { return groups_; }
  bool Has(uint64_t block) const { return (needed_[block / 64] >> (block % 64) & 1) != 0; }
  bool HasAnyOf(uint64_t group) const { return needed_[group] != 0; }
  // What blocks were left out for.
  bool by_range() const { return by_range_; }
  bool by_field() const { return by_field_; }
  bool by_text() const { return by_text_; }

 private:
  // One bit a block; a word is a group.
  using Bits = std::vector<uint64_t>;
  static_assert(kGroupBlocks == 64);

  void Keep(const Bits& blocks, bool& reason);
  std::optional<uint32_t> Find(const FieldPath& path, bool* unknown) const;
  Result<std::optional<Bits>> PresenceOf(const FieldPath& path) const;
  Result<void> ByRange(const ScanRange& range);
  Result<void> ByText();

  const SideIndex& index_;
  const ScanSpec& spec_;
  std::vector<BlockGroup> groups_;
  Bits needed_;
  std::vector<IndexedPath> paths_;
  bool by_range_ = false, by_field_ = false, by_text_ = false;
};

}  // namespace quarry

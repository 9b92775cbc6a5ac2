// SectionParts: the numbers of a section, read part by part in the order of the blocks: sections of large files have
// megabytes, of which a query needs little, and memory that is touched for the first time costs more than reading it.
// What Next gives counts only when Finish has compared the checksum: until then it is to be used with care.
// Ownership: REQUIRES that the index outlives it; a part lives until the next call. Thread rule: one thread.
#pragma once

#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "index/side_index.h"

namespace quarry {

template <typename T>
class SectionParts {
 public:
  // Of one number for each block.
  SectionParts(const SideIndex& index, SectionKind kind, uint32_t extra = 0)
      : index_(index), section_(index.Find(kind, extra)), left_(index.header().blocks) {
    XXH3_64bits_reset(state_.get());
  }

  bool is_there() const { return section_ != nullptr; }
  // The numbers of the next blocks, at most `most`; fewer only at the end. Error: the section is missing or cut short.
  Result<std::span<const T>> Next(uint64_t most) {
    if (section_ == nullptr || section_->size != index_.header().blocks * sizeof(T))
      return index_.Damaged("a section is missing");
    const uint64_t count = std::min(most, left_);
    part_.resize(count);
    const uint64_t done = index_.header().blocks - left_;
    if (Result<void> read = index_.ReadAt(section_->offset + done * sizeof(T), part_.data(), count * sizeof(T)); !read)
      return read.error();
    XXH3_64bits_update(state_.get(), part_.data(), count * sizeof(T));
    left_ -= count;
    return std::span<const T>(part_);
  }
  // REQUIRES: all was read.
  Result<void> Finish() {
    if (XXH3_64bits_digest(state_.get()) != section_->checksum) return index_.Damaged("checksum of a section");
    return {};
  }

 private:
  const SideIndex& index_;
  const SectionEntry* section_;
  uint64_t left_;
  std::vector<T> part_;
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
};

// Calls f(block, number) for all blocks. Error: see SectionParts.
template <typename T, typename F>
Result<void> ForEachNumber(const SideIndex& index, SectionKind kind, uint32_t extra, const F& f) {
  constexpr uint64_t kPart = (64 << 10) / sizeof(T);
  SectionParts<T> parts(index, kind, extra);
  for (uint64_t block = 0; block < index.header().blocks;) {
    const Result<std::span<const T>> part = parts.Next(kPart);
    if (!part) return part.error();
    for (const T& number : *part) f(block++, number);
  }
  return index.header().blocks == 0 ? Result<void>() : parts.Finish();
}

}  // namespace quarry

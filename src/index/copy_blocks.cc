#include "index/copy_blocks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "index/gram_set.h"

namespace quarry {

namespace {

constexpr uint64_t kBlocksAtOnce = 64;

class BlockCopy {
 public:
  BlockCopy(const SideIndex& from, IndexWriter& to) : from_(from), to_(to) {}

  Result<void> Run(uint64_t blocks) {
    if (Result<void> loaded = Load(); !loaded) return loaded;
    for (uint64_t first = 0; first < blocks; first += kBlocksAtOnce) {
      if (Result<void> copied = Copy(first, std::min(first + kBlocksAtOnce, blocks)); !copied) return copied;
    }
    return {};
  }

 private:
  // What is kept of one path, under its number in the new index.
  struct Path {
    uint32_t number = 0;
    uint8_t flags = 0;
    std::vector<uint64_t> presence;  // kEverywhere: none
    std::vector<IndexedTime> times;  // none: no block has a range
  };

  template <typename T>
  static Result<void> Take(Result<std::vector<T>> read, std::vector<T>& into) {
    if (!read) return read.error();
    into = std::move(*read);
    return {};
  }

  Result<void> Load() {
    Result<void> done = Take(from_.Blocks(), blocks_);
    if (done) done = Take(from_.EscapeSets(), escape_sets_);
    if (done) done = Take(from_.Problems(), problems_);
    return done ? LoadPaths() : done;
  }

  Result<void> LoadPaths() {
    const Result<std::vector<IndexedPath>> paths = from_.Paths();
    if (!paths) return paths.error();
    for (uint32_t i = 0; i < paths->size(); ++i) {
      const IndexedPath& old = (*paths)[i];
      Path path;
      path.flags = old.flags;
      if (i > 0) {
        const std::optional<uint32_t> number = to_.paths().Member(paths_[old.parent].number, old.name);
        if (!number) return Damaged("names of fields");
        path.number = *number;
        Result<void> done;
        if ((old.flags & kEverywhere) == 0) done = Take(from_.Presence(i), path.presence);
        if (done && from_.Find(SectionKind::kTimes, i) != nullptr) done = Take(from_.Times(i), path.times);
        if (!done) return done;
      }
      paths_.push_back(std::move(path));
    }
    return {};
  }

  Result<void> Copy(uint64_t first, uint64_t last) {
    uint64_t from = UINT64_MAX, to = 0;
    for (uint64_t i = first; i < last; ++i) {
      from = std::min(from, blocks_[i].filter_word);
      to = std::max(to, blocks_[i].filter_word + blocks_[i].filter_words);
    }
    // Filters of neighbours lie close together, though several threads wrote them.
    if (to - from > kBlocksAtOnce * 16 * kMostFilterWords) return Damaged("places of filters");
    words_.resize(to - from);
    if (Result<void> read = from_.ReadFilters(from, to, words_.data()); !read) return read;
    for (uint64_t i = first; i < last; ++i) {
      const uint64_t* const words = words_.data() + (blocks_[i].filter_word - from);
      if (FilterCheck(words, blocks_[i].filter_words) != blocks_[i].filter_check)
        return Damaged("checksum of a filter");
      BlockSummary block = Facts(i);
      block.filter.assign(words, words + blocks_[i].filter_words);
      to_.Add(std::move(block));
    }
    return {};
  }

  BlockSummary Facts(uint64_t i) {
    BlockSummary block;
    const IndexedBlock& old = blocks_[i];
    block.begin = old.begin;
    block.end = old.end();
    block.lines = old.lines;
    block.broken = old.broken;
    block.empty = old.empty;
    block.hash = old.hash;
    block.escapes = old.escapes < escape_sets_.size() ? escape_sets_[old.escapes] : EscapeSet::All();
    for (uint32_t p = 0; p < paths_.size(); ++p) {
      const Path& path = paths_[p];
      // Of the whole file.
      if (i == 0 && (path.flags & kOpaque) != 0) block.opaque.push_back(path.number);
      const bool is_there = p > 0 && ((path.flags & kEverywhere) != 0 || (path.presence[i / 64] >> (i % 64) & 1) != 0);
      if (!is_there) continue;
      block.paths.push_back(path.number);
      const bool has_range =
          !path.times.empty() && (path.times[i].least != INT64_MIN || path.times[i].greatest != INT64_MAX);
      if (has_range) block.times.push_back({path.number, path.times[i]});
    }
    for (; next_problem_ < problems_.size() && problems_[next_problem_].block <= i; ++next_problem_) {
      IndexedProblem& problem = problems_[next_problem_];
      if (problem.block == i) block.problems.push_back({problem.line, std::move(problem.text)});
    }
    return block;
  }

  Error Damaged(const char* what) const { return Error{from_.path() + ": damaged (" + what + ")"}; }

  const SideIndex& from_;
  IndexWriter& to_;
  std::vector<IndexedBlock> blocks_;
  std::vector<EscapeSet> escape_sets_;
  std::vector<IndexedProblem> problems_;
  size_t next_problem_ = 0;
  std::vector<Path> paths_;  // 0: the record
  std::vector<uint64_t> words_;
};

}  // namespace

Result<void> CopyBlocks(const SideIndex& from, uint64_t blocks, IndexWriter& to) {
  return BlockCopy(from, to).Run(blocks);
}

}  // namespace quarry

// External entries: PlanRead, PlanReadOfRecords, PlanReadBehind.
#include "index/read_plan.h"

#include <array>
#include <utility>

#include "index/needed_blocks.h"

namespace quarry {

namespace {

// Bytes that no block has: read in parts, cut anywhere.
void AddUnindexed(uint64_t begin, uint64_t end, uint64_t extent_bytes, ReadPlan& plan) {
  while (begin < end) {
    ReadPlan::Extent extent;
    extent.begin = begin;
    extent.end = begin = end - begin > extent_bytes ? begin + extent_bytes : end;
    plan.extents.push_back(extent);
  }
}

// Calls f(i, block), which may fail, for the blocks of a group. Error: that of f, or the index is damaged.
template <typename F>
Result<void> ForEachBlock(const SideIndex& index, uint64_t number, const BlockGroup& group, const F& f) {
  std::array<IndexedBlock, kGroupBlocks> blocks;
  if (Result<void> read = index.ReadBlocks(number, group, blocks.data()); !read) return read;
  for (uint64_t i = 0; i < index.BlocksOf(number); ++i) {
    if (Result<void> done = f(number * kGroupBlocks + i, blocks[i]); !done) return done;
  }
  return {};
}

void TakeReasons(const NeededBlocks& needed, ReadPlan& plan) {
  plan.by_range = needed.by_range();
  plan.by_field = needed.by_field();
  plan.by_text = needed.by_text();
}

bool IsOfRecords(const SideIndex& index) {
  return index.header().format == static_cast<uint32_t>(IndexedFormat::kCsv);
}

// Broken lines of blocks before `end` that are left out.
Result<void> AddProblems(const SideIndex& index, const NeededBlocks& needed, uint64_t end, ReadPlan& plan) {
  if (plan.broken_left_out == 0) return {};
  const Result<std::vector<IndexedProblem>> problems = index.Problems();
  if (!problems) return problems.error();
  const std::vector<BlockGroup>& groups = needed.groups();
  const bool of_records = IsOfRecords(index);
  const std::string unit = of_records ? "row " : "line ", separator = of_records ? ": " : ", ";
  // Of the group's first line; what is not indexed has an unknown number of lines.
  uint64_t first_line = of_records ? 2 : 1;  // the header is row 1
  bool is_counted = of_records || groups.front().begin == 0;
  uint64_t number = 0, last = 0;
  for (const IndexedProblem& problem : *problems) {
    if (problem.block >= plan.blocks || problem.block < last) return index.Damaged("broken lines");
    last = problem.block;
    for (; number < problem.block / kGroupBlocks; ++number) {
      first_line += groups[number].lines;
      is_counted &= groups[number].gapless != 0 && groups[number + 1].begin == groups[number].end;
    }
    if (problem.block >= end || needed.Has(problem.block)) continue;
    uint64_t line = first_line + problem.line, begin = 0, at = groups[number].begin;
    bool is_known = is_counted;
    Result<void> read =
        ForEachBlock(index, number, groups[number], [&](uint64_t i, const IndexedBlock& block) -> Result<void> {
          if (i > problem.block) return {};
          is_known &= block.begin == at;
          at = block.end();
          begin = block.begin;
          if (i < problem.block) line += block.lines;
          return {};
        });
    if (!read) return read;
    plan.problems.push_back(
        (is_known ? unit + std::to_string(line) : "in the lines from byte " + std::to_string(begin) + " on") +
        separator + problem.text);
  }
  return {};
}

// The extents of a file of lines, made block by block.
class ExtentsOfLines {
 public:
  // `begin`: what precedes it has no records; `index_end`: where the last block ends.
  ExtentsOfLines(const SideIndex& index, uint64_t begin, uint64_t index_end, uint64_t data_bytes, uint64_t extent_bytes,
                 bool proven, ReadPlan& plan)
      : index_(index),
        index_end_(index_end),
        data_bytes_(data_bytes),
        extent_bytes_(extent_bytes),
        proven_(proven),
        plan_(plan),
        at_(begin) {}

  Result<void> Add(uint64_t i, const IndexedBlock& block, bool needed) {
    if (block.end() > data_bytes_) return index_.Damaged("places of blocks");
    // The last line of a file that has grown may have grown with it.
    if (i + 1 == plan_.blocks && block.end() < data_bytes_) {
      ++plan_.blocks_read;
      return {};
    }
    PassTo(block.begin, block.end());
    if (needed) ++plan_.blocks_read;
    if (!needed && proven_) {
      LeaveOut(block.lines, block.broken);
      return {};
    }
    ReadPlan::Extent* const last = plan_.extents.empty() ? nullptr : &plan_.extents.back();
    const bool joins = needed && last != nullptr && !last->proof && last->whole == proven_ &&
                       last->end == block.begin && block.end() - last->begin <= extent_bytes_;
    if (joins) {
      last->end = block.end();
      last->lines += block.lines;
      return {};
    }
    ReadPlan::Extent extent;
    extent.begin = block.begin;
    extent.end = block.end();
    extent.lines_left_out = std::exchange(left_out_, 0);
    if (!needed) {
      extent.proof = true;
      extent.hash = block.hash;
      extent.broken = block.broken;
    }
    extent.whole = proven_;
    extent.lines = block.lines;
    plan_.extents.push_back(extent);
    return {};
  }

  // Whether a group of which nothing is needed is left out without a look at its blocks.
  bool LeavesOutWhole(const BlockGroup& group) const {
    const bool has_open_end = group.end == index_end_ && group.end < data_bytes_;
    return proven_ && group.gapless != 0 && group.end <= data_bytes_ && !has_open_end;
  }
  void LeaveOutWhole(const BlockGroup& group) {
    PassTo(group.begin, group.end);
    LeaveOut(group.lines, group.broken);
  }

  void Finish() {
    PassTo(data_bytes_, data_bytes_);
    plan_.lines_left_out = left_out_;
  }

 private:
  // What lies between the block before and `begin` is read.
  void PassTo(uint64_t begin, uint64_t end) {
    if (begin > at_) {
      const size_t first = plan_.extents.size();
      AddUnindexed(at_, begin, extent_bytes_, plan_);
      plan_.extents[first].lines_left_out = std::exchange(left_out_, 0);
    }
    at_ = end;
  }
  void LeaveOut(uint64_t lines, uint64_t broken) {
    left_out_ += lines;
    plan_.lines_in_blocks_left_out += lines;
    plan_.broken_left_out += broken;
  }

  const SideIndex& index_;
  const uint64_t index_end_, data_bytes_, extent_bytes_;
  const bool proven_;
  ReadPlan& plan_;
  uint64_t at_, left_out_ = 0;
};

}  // namespace

Result<ReadPlan> PlanRead(const SideIndex& index, const ScanSpec& spec, uint64_t data_bytes, uint64_t extent_bytes,
                          bool proven) {
  ReadPlan plan;
  plan.blocks = index.header().blocks;
  if (plan.blocks == 0) {
    AddUnindexed(0, data_bytes, extent_bytes, plan);
    return plan;
  }
  NeededBlocks needed(index, spec);
  if (Result<void> done = needed.Run(); !done) return done.error();
  TakeReasons(needed, plan);
  const std::vector<BlockGroup>& groups = needed.groups();
  // Of a log, the header is no part of a chunk.
  const bool of_chunks = index.header().format == static_cast<uint32_t>(IndexedFormat::kEvtx);
  const uint64_t begin =
      of_chunks && index.header().block_bytes > 0 ? groups.front().begin % index.header().block_bytes : 0;
  ExtentsOfLines extents(index, begin, groups.back().end, data_bytes, extent_bytes, proven, plan);
  for (uint64_t i = 0; i < groups.size(); ++i) {
    if (!needed.HasAnyOf(i) && extents.LeavesOutWhole(groups[i])) {
      extents.LeaveOutWhole(groups[i]);
      continue;
    }
    Result<void> done = ForEachBlock(index, i, groups[i], [&](uint64_t number, const IndexedBlock& block) {
      return extents.Add(number, block, needed.Has(number));
    });
    if (!done) return done.error();
  }
  extents.Finish();
  if (Result<void> added = AddProblems(index, needed, plan.blocks, plan); !added) return added.error();
  return plan;
}

Result<ReadPlan> PlanReadOfRecords(const SideIndex& index, const ScanSpec& spec, uint64_t sound_blocks,
                                   uint64_t extent_bytes) {
  ReadPlan plan;
  plan.blocks = index.header().blocks;
  plan.blocks_read = plan.blocks - sound_blocks;
  NeededBlocks needed(index, spec);
  if (Result<void> done = needed.Run(); !done) return done.error();
  TakeReasons(needed, plan);
  const std::vector<BlockGroup>& groups = needed.groups();
  plan.rest_record = 2;  // the header is record 1
  plan.rest = groups.front().begin;
  const auto leave_out = [&](uint64_t lines, uint64_t empty, uint64_t broken) {
    plan.lines_in_blocks_left_out += lines - empty;
    plan.broken_left_out += broken;
  };
  const auto add = [&](uint64_t i, const IndexedBlock& block) -> Result<void> {
    if (i >= sound_blocks) return {};
    if (block.begin != plan.rest) return index.Damaged("places of blocks");
    const uint64_t number = std::exchange(plan.rest_record, plan.rest_record + block.lines);
    plan.rest = block.end();
    if (!needed.Has(i)) {
      leave_out(block.lines, block.empty, block.broken);
      return {};
    }
    ++plan.blocks_read;
    ReadPlan::Extent* const last = plan.extents.empty() ? nullptr : &plan.extents.back();
    if (last != nullptr && last->end == block.begin && block.end() - last->begin <= extent_bytes) {
      last->end = block.end();
      last->records += block.lines;
      return {};
    }
    ReadPlan::Extent extent;
    extent.begin = block.begin;
    extent.end = block.end();
    extent.first_record = number;
    extent.records = block.lines;
    plan.extents.push_back(extent);
    return {};
  };
  for (uint64_t i = 0; i * kGroupBlocks < sound_blocks; ++i) {
    const BlockGroup& group = groups[i];
    const bool is_sound = i * kGroupBlocks + index.BlocksOf(i) <= sound_blocks;
    if (is_sound && !needed.HasAnyOf(i) && group.gapless != 0) {
      if (group.begin != plan.rest) return index.Damaged("places of blocks");
      plan.rest = group.end;
      plan.rest_record += group.lines;
      leave_out(group.lines, group.empty, group.broken);
      continue;
    }
    if (Result<void> done = ForEachBlock(index, i, group, add); !done) return done.error();
  }
  if (Result<void> added = AddProblems(index, needed, sound_blocks, plan); !added) return added.error();
  return plan;
}

Result<ReadPlan> PlanReadBehind(const SideIndex& index, uint64_t blocks, uint64_t data_bytes, uint64_t extent_bytes) {
  ReadPlan plan;
  plan.rest_record = 2;  // the header is record 1
  const Result<std::vector<BlockGroup>> groups = index.Groups();
  if (!groups) return groups.error();
  for (uint64_t i = 0; i * kGroupBlocks < blocks; ++i) {
    Result<void> done =
        ForEachBlock(index, i, (*groups)[i], [&](uint64_t number, const IndexedBlock& block) -> Result<void> {
          if (number >= blocks) return {};
          plan.rest = block.end();
          plan.rest_record += block.lines;
          return {};
        });
    if (!done) return done.error();
  }
  if (!IsOfRecords(index)) AddUnindexed(plan.rest, data_bytes, extent_bytes, plan);
  return plan;
}

std::string DescribePlan(const ReadPlan& plan) {
  std::string text = std::to_string(plan.blocks_read) + " of " + std::to_string(plan.blocks) + " blocks read";
  std::string reasons;
  for (const auto& [left_out, name] :
       {std::pair(plan.by_range, "range"), std::pair(plan.by_field, "fields"), std::pair(plan.by_text, "literals")}) {
    if (left_out) reasons += (reasons.empty() ? "" : ", ") + std::string(name);
  }
  return reasons.empty() ? text : text + "; " + reasons;
}

}  // namespace quarry

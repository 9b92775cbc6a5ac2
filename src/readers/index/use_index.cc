#include "readers/index/use_index.h"

#include <xxhash.h>

#include "readers/codec/open_file.h"
#include "readers/index/build_index.h"
#include "readers/index/sound_blocks.h"

namespace quarry {

namespace {

std::string Renewal(const InputFile& file) {
  return "; `quarry index --update " + file.path + "` renews it";
}

Result<uint64_t> SoundBlocksOf(const SideIndex& index, const InputFile& file) {
  const Result<OpenFile> data = OpenFile::Open(file.path);
  if (!data) return data.error();
  return SoundBlocks(index, *data);
}

// The plan for a file with an index that can be used.
std::optional<ReadPlan> Plan(const InputFile& file, int descriptor, std::optional<uint64_t> size, const ScanSpec* asked,
                             const BlockShape& shape, ScanCounters& counters) {
  if (file.index.empty() || asked == nullptr || !asked->use_prefilter || !shape.indexed_as) return std::nullopt;
  const FoundIndex found = FindIndex(file.index, descriptor, file.codec, *shape.indexed_as);
  if (found.index == nullptr) {
    if (!found.why_not.empty()) counters.AddIndexNote(found.why_not + Renewal(file));
    return std::nullopt;
  }
  const bool proven = found.match == DataMatch::kSame;
  const bool of_records = shape.kind == BlockShape::Kind::kRecords;
  uint64_t sound = found.index->header().blocks;
  if (of_records && !proven) {
    const Result<uint64_t> same = SoundBlocksOf(*found.index, file);
    if (!same) {
      counters.AddIndexNote(same.error().message + Renewal(file));
      return std::nullopt;
    }
    sound = *same;
  }
  if (of_records && sound == 0) {
    if (!proven) counters.AddIndexNote(file.index + ": " + DescribeMatch(DataMatch::kOther) + Renewal(file));
    return std::nullopt;
  }
  const uint64_t bytes = size.value_or(found.index->header().decoded_bytes);
  Result<ReadPlan> plan = of_records ? PlanReadOfRecords(*found.index, *asked, sound, shape.block_bytes)
                                     : PlanRead(*found.index, *asked, bytes, shape.block_bytes, proven);
  if (!plan) {
    counters.AddIndexNote(plan.error().message + Renewal(file));
    return std::nullopt;
  }
  if (!proven) {
    counters.AddIndexNote(file.index + ": " + DescribeMatch(found.match) +
                          ": blocks are compared before they are left out" + Renewal(file));
  }
  return std::move(*plan);
}

void Count(const InputFile& file, const ReadPlan& plan, ScanCounters& counters) {
  counters.index_blocks += plan.blocks;
  counters.index_blocks_read += plan.blocks_read;
  if (plan.by_range) counters.AddIndexSkippedBy("range");
  if (plan.by_field) counters.AddIndexSkippedBy("fields");
  if (plan.by_text) counters.AddIndexSkippedBy("literals");
  counters.records_seen += plan.lines_in_blocks_left_out;
  counters.records_skipped += plan.broken_left_out;
  for (const std::string& problem : plan.problems) counters.AddProblem(file.path + ": " + problem);
}

}  // namespace

std::optional<ReadPlan> PlanByIndex(const InputFile& file, int descriptor, uint64_t size, const ScanSpec* asked,
                                    const BlockShape& shape, ScanCounters& counters) {
  std::optional<ReadPlan> plan = Plan(file, descriptor, size, asked, shape, counters);
  if (plan) Count(file, *plan, counters);
  return plan;
}

bool IsWhollyLeftOut(const InputFile& file, const ScanSpec* asked, const BlockShape& shape, ScanCounters& counters) {
  if (file.index.empty() || asked == nullptr || file.codec == Codec::kPlain) return false;
  const Result<OpenFile> data = OpenFile::Open(IdentifiedFile(file));
  if (!data) return false;  // reported by whoever reads it
  std::optional<ReadPlan> plan = Plan(file, data->descriptor(), std::nullopt, asked, shape, counters);
  if (!plan) return false;
  if (plan->extents.empty()) {
    counters.files += 1;
    Count(file, *plan, counters);
    return true;
  }
  // Decoded from its beginning to its end, whatever could be left out of it.
  counters.index_blocks += plan->blocks;
  counters.index_blocks_read += plan->blocks;
  return false;
}

void ConsultIndex(const InputFile& file, const ScanSpec& asked, const BlockShape& shape, ScanCounters& counters) {
  if (file.index.empty()) return;
  const Result<OpenFile> data = OpenFile::Open(IdentifiedFile(file));
  if (!data) return;
  const bool plain = file.codec == Codec::kPlain;
  const std::optional<ReadPlan> plan =
      Plan(file, data->descriptor(), plain ? std::optional(data->size()) : std::nullopt, &asked, shape, counters);
  if (plan) Count(file, *plan, counters);
}

bool IsProven(const ReadPlan::Extent& extent, std::string_view text) {
  return extent.proof && text.size() == extent.end - extent.begin &&
         XXH3_64bits(text.data(), text.size()) == extent.hash;
}

std::string DescribeIndexUse(const ScanStatistics& statistics) {
  std::string text =
      std::to_string(statistics.index_blocks_read) + " of " + std::to_string(statistics.index_blocks) + " blocks read";
  for (size_t i = 0; i < statistics.index_skipped_by.size(); ++i)
    text += (i == 0 ? "; by " : ", ") + statistics.index_skipped_by[i];
  return text;
}

}  // namespace quarry

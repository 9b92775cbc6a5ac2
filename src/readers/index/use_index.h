// What a side index lets a scan leave out of a file. Whatever is wrong with an index, the file is read as if there were
// none, and a note says so.
// Thread rule: pure functions but for the counters, which are thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "index/read_plan.h"
#include "readers/file_blocks.h"
#include "readers/reader.h"
#include "scan/counters.h"

namespace quarry {

// The parts to read of a plain file; nullopt: all of it. `asked` may be nullptr.
std::optional<ReadPlan> PlanByIndex(const InputFile& file, int descriptor, uint64_t size, const ScanSpec* asked,
                                    const BlockShape& shape, ScanCounters& counters);
// Whether a compressed file, or a member of an archive, holds nothing that can pass; what there is to count is then
// counted.
bool IsWhollyLeftOut(const InputFile& file, const ScanSpec* asked, const BlockShape& shape, ScanCounters& counters);

// Counts what a scan would read and leave out, without a scan.
void ConsultIndex(const InputFile& file, const ScanSpec& asked, const BlockShape& shape, ScanCounters& counters);

// Whether `text` is what was indexed.
bool IsProven(const ReadPlan::Extent& extent, std::string_view text);

// "118 of 4096 blocks read; range, literals"
std::string DescribeIndexUse(const ScanStatistics& statistics);

}  // namespace quarry

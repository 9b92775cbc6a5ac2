// Sources whose files are handed out in blocks of whole records: the format only says how files are cut and how a block
// becomes rows.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "readers/file_blocks.h"
#include "scan/line_filter.h"
#include "scan/scan.h"
#include "scan/scan_way.h"

namespace quarry {

// What the parsers of one scan share. Immutable but for the counters and the queue, which are thread-safe.
struct BlockScanState {
  BlockScanState(std::vector<InputFile> files, const BlockShape& shape, const ScanSpec& scan_spec,
                 std::string_view sample);
  ScanSpec spec;
  LineFilter filter;  // passes all when the spec's prefilter is switched off
  ScanWay way;
  // The sample was wrong, in part of the data at least: too many records pass, or few do.
  std::atomic<bool> gave_up_searching{false}, took_up_searching{false};
  ScanCounters counters;
  BlockQueue queue;
};

// Turns blocks into rows; each worker has its own. Texts of rows point into the block or into the parser.
class BlockParser {
 public:
  virtual ~BlockParser() = default;
  // The rows made so far are gone: their texts may be forgotten.
  virtual void Reset() = 0;
  virtual void Start(const Block& block) = 0;
  // The block that had no more is given back; it had so many records.
  virtual void Finish(uint64_t /*records*/) {}
  // Whether the next block may be mapped: it is only searched, and what is found copied before it is read.
  virtual bool only_searches() const { return false; }
  // Adds rows to `out` until it is full (true) or the block has no more (false).
  virtual bool Continue(Batch& out) = 0;
};

using NewBlockParser = std::unique_ptr<BlockParser> (*)(BlockScanState& state);

std::shared_ptr<const Source> NewBlockSource(std::string_view format, std::vector<InputFile> files,
                                             const BlockShape& shape, NewBlockParser new_parser);

}  // namespace quarry

// ReadPlan: which parts of an indexed file a scan has to read. What is left out holds no record that can pass; that
// goes for the bytes that were indexed, so that a file which is not proven to be the same has each part compared before
// it is left out (Extent::proof). Ownership: values.
// Thread rule: immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "index/side_index.h"
#include "scan/scan.h"

namespace quarry {

struct ReadPlan {
  struct Extent {
    uint64_t begin = 0, end = 0;  // whole lines, except behind the last block of the index
    uint64_t lines_left_out = 0;  // directly before it
    bool proof = false;           // to be left out if its bytes have `hash`, else read as any other
    uint64_t hash = 0;
    bool whole = false;  // of a file that is proven to be as it was indexed: it ends where a line does, and has `lines`
    uint32_t lines = 0, broken = 0;          // with `proof` or `whole`: that it has
    uint64_t first_record = 0, records = 0;  // files of records: number of its first one, and how many it has
  };
  std::vector<Extent> extents;  // ascending; none: nothing has to be read
  uint64_t lines_left_out = 0;  // behind the last extent
  // Files of records: from here on they are cut as if there were no index, and the first one has this number. Records
  // start here, outside of quotes, because all that precedes is as it was indexed.
  uint64_t rest = 0, rest_record = 0;
  uint64_t blocks = 0;  // of the index
  uint64_t blocks_read = 0;
  bool by_range = false, by_field = false, by_text = false;  // what blocks were left out for
  // Of blocks that are left out without proof, which the scan would have reported.
  uint64_t lines_in_blocks_left_out = 0;
  uint64_t broken_left_out = 0;
  std::vector<std::string> problems;  // "line 17, column 3: ..."
};

// What `spec` asks of an indexed file of `data_bytes` (decoded), read in extents of at most about `extent_bytes`.
// `proven`: the file is the one that was indexed. Error: the index is damaged; the file has to be read as a whole.
Result<ReadPlan> PlanRead(const SideIndex& index, const ScanSpec& spec, uint64_t data_bytes, uint64_t extent_bytes,
                          bool proven);

// The same for a file of records (CSV): `sound_blocks` at its beginning are proven to be those that were indexed, and
// what comes behind them is read. REQUIRES: there are some.
Result<ReadPlan> PlanReadOfRecords(const SideIndex& index, const ScanSpec& spec, uint64_t sound_blocks,
                                   uint64_t extent_bytes);

// All that lies behind the first `blocks` of the index, of a plain file of `data_bytes`. REQUIRES: blocks > 0
Result<ReadPlan> PlanReadBehind(const SideIndex& index, uint64_t blocks, uint64_t data_bytes, uint64_t extent_bytes);

// "118 of 4096 blocks read; time range, literals".
std::string DescribePlan(const ReadPlan& plan);

}  // namespace quarry

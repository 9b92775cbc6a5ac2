// What single scans of a query or a hunt have counted, for `--stats`.
// Thread rule: values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scan/scan.h"

namespace quarry {

struct ScanReport {
  std::string source;         // what was read (Source::Describe)
  ScanStatistics statistics;  // of this scan alone
  uint64_t passed = 0;        // records that the pushed conditions left: what the query got
  bool grouped = false;       // the scan's threads have grouped them,
  uint64_t groups = 0;        // and handed so many parts of groups on
};

// The sum of all: bytes, records, ways and problems.
ScanStatistics SumOf(const std::vector<ScanReport>& reports);

}  // namespace quarry

// What `--stats` says about the scans of a command: a block an input, then the sum.
// Thread rule: one thread.
#pragma once

#include <cstdio>
#include <vector>

#include "exec/scan_reports.h"

namespace quarry {

// `seconds` is the time from the start of the query to its last row.
void PrintScanReport(std::FILE* out, const std::vector<ScanReport>& scans, uint64_t rows, double seconds);

}  // namespace quarry

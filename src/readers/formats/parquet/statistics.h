// Whether a row group may hold a row that a scan's ranges let pass, by the least and greatest values that the footer
// states, and by the folders above the file.
// Thread rule: pure function.
#pragma once

#include <vector>

#include "readers/formats/parquet/file_plan.h"
#include "scan/scan_range.h"

namespace quarry {

bool MayHold(const ParquetFile& file, const ParquetRowGroup& group, const std::vector<ScanRange>& ranges);

}  // namespace quarry

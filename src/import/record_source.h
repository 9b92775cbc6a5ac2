// RecordSource: sorted records as a Source with one worker, which delivers them in order, once. A kField column without
// paths is the record's time.
// Ownership: REQUIRES that the records and the names of files outlive it. Thread rule: one scan, one worker.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "import/sorted_records.h"
#include "scan/scan.h"

namespace quarry {

std::shared_ptr<const Source> NewRecordSource(SortedRecords& records, const std::vector<std::string>& files);

}  // namespace quarry

// A scan in use whose threads group its rows: its workers, and what they count for the reports.
// Ownership: a worker refers to the scan, which outlives it. Thread rule: any thread may ask for a worker.
#pragma once

#include <memory>

#include "exec/grouping/grouping_spec.h"
#include "exec/scans_of_query.h"

namespace quarry {

// Delivers parts of groups (GroupingWorker).
std::unique_ptr<ScanWorker> NewGroupingWorker(ScanInUse& scan, std::shared_ptr<const GroupingSpec> grouping);

}  // namespace quarry

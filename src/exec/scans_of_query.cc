#include "exec/scans_of_query.h"

#include <utility>

namespace quarry {

Result<ScanInUse*> ScansOfQuery::Open(const Source& source, ScanSpec spec) {
  spec.use_prefilter = use_prefilter_;
  Result<std::unique_ptr<Scan>> scan = source.Open(spec);
  if (!scan) return scan.error();
  std::lock_guard lock(mutex_);
  if (cancelled_) (*scan)->Cancel();
  scans_.push_back(std::make_unique<ScanInUse>());
  scans_.back()->scan = std::move(*scan);
  scans_.back()->source = source.Describe();
  return scans_.back().get();
}

std::vector<ScanReport> ScansOfQuery::Reports() const {
  std::lock_guard lock(mutex_);
  std::vector<ScanReport> reports;
  for (const auto& used : scans_)
    reports.push_back({used->source, used->scan->statistics(), used->passed, used->grouped, used->groups});
  return reports;
}

void ScansOfQuery::Cancel() {
  std::lock_guard lock(mutex_);
  cancelled_ = true;
  for (const auto& used : scans_) used->scan->Cancel();
}

}  // namespace quarry

// ScansOfQuery: the scans that one query has opened, and what they counted.
// Ownership: owns the scans. Thread rule: thread-safe.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "exec/scan_reports.h"
#include "scan/scan.h"

namespace quarry {

// A scan in use.
struct ScanInUse {
  std::unique_ptr<Scan> scan;
  std::string source;
  std::atomic<uint64_t> passed{0};   // rows that its conditions left
  std::atomic<bool> grouped{false};  // its threads group these
  std::atomic<uint64_t> groups{0};   // that were handed on
};

class ScansOfQuery {
 public:
  explicit ScansOfQuery(bool use_prefilter) : use_prefilter_(use_prefilter) {}
  // Opens a scan and keeps it. `spec` is the scan's with only the columns that are read.
  Result<ScanInUse*> Open(const Source& source, ScanSpec spec);
  std::vector<ScanReport> Reports() const;
  // Asks all scans, and those that will be opened, to stop.
  void Cancel();

 private:
  const bool use_prefilter_;
  mutable std::mutex mutex_;
  bool cancelled_ = false;
  std::vector<std::unique_ptr<ScanInUse>> scans_;
};

}  // namespace quarry

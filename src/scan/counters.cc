#include "scan/counters.h"

#include <algorithm>
#include <utility>

namespace quarry {

void ScanCounters::AddProblem(std::string text) {
  const std::lock_guard lock(mutex_);
  if (problems_.size() >= kMaxProblems) return;
  problems_.push_back(std::move(text));
  problem_count_.store(problems_.size(), std::memory_order_relaxed);
}

ScanStatistics ScanCounters::Snapshot() const {
  ScanStatistics out;
  out.files = files;
  out.bytes_total = bytes_total;
  out.bytes_read = bytes_read;
  out.bytes_decoded = bytes_decoded;
  out.records_seen = records_seen;
  out.records_kept = records_kept;
  out.records_skipped = records_skipped;
  out.bytes_parsed = bytes_parsed;
  const std::lock_guard lock(mutex_);
  out.problems = problems_;
  // Workers meet problems in any order; the same input gives the same text.
  std::sort(out.problems.begin(), out.problems.end());
  return out;
}

}  // namespace quarry

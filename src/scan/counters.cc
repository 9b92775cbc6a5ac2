#include "scan/counters.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace quarry {

IncompleteInput MakeIncomplete(const std::string& path, std::string_view text, uint64_t most_decoded) {
  if (text.starts_with(path + ": ")) text.remove_prefix(path.size() + 2);
  return {path, std::string(text), most_decoded};
}

void ScanCounters::AddProblem(std::string text) {
  const std::lock_guard lock(mutex_);
  if (problems_.size() >= kMaxProblems) return;
  problems_.push_back(std::move(text));
  problem_count_.store(problems_.size(), std::memory_order_relaxed);
}

void ScanCounters::AddFailure(const std::string& path, std::string text, uint64_t most_decoded) {
  IncompleteInput failure{path, std::move(text), most_decoded};
  const std::lock_guard lock(mutex_);
  const bool known = std::find(failures_.begin(), failures_.end(), failure) != failures_.end();
  if (!known && failures_.size() < kMaxFailures) failures_.push_back(std::move(failure));
}

std::string ScanCounters::FirstFailure() const {
  const std::lock_guard lock(mutex_);
  if (failures_.empty()) return {};
  return std::min_element(failures_.begin(), failures_.end(),
                          [](const auto& a, const auto& b) { return a.why < b.why; })
      ->why;
}

void ScanCounters::AddIndexSkippedBy(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  if (std::find(index_skipped_by_.begin(), index_skipped_by_.end(), reason) == index_skipped_by_.end())
    index_skipped_by_.emplace_back(reason);
}

void ScanCounters::AddIndexNote(std::string text) {
  const std::lock_guard lock(mutex_);
  if (index_notes_.size() < kMaxProblems) index_notes_.push_back(std::move(text));
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
  out.index_blocks = index_blocks;
  out.index_blocks_read = index_blocks_read;
  const std::lock_guard lock(mutex_);
  for (const IncompleteInput& failure : failures_) {
    out.problems.push_back(failure.why);
    out.incomplete.push_back(MakeIncomplete(failure.path, failure.why, failure.most_decoded));
  }
  out.problems.insert(out.problems.end(), problems_.begin(), problems_.end());
  out.index_skipped_by = index_skipped_by_;
  out.index_notes = index_notes_;
  // Workers meet problems in any order; the same input gives the same text.
  std::sort(out.problems.begin(), out.problems.end());
  std::sort(out.incomplete.begin(), out.incomplete.end(),
            [](const auto& a, const auto& b) { return std::tie(a.path, a.why) < std::tie(b.path, b.why); });
  std::sort(out.index_skipped_by.begin(), out.index_skipped_by.end());
  std::sort(out.index_notes.begin(), out.index_notes.end());
  return out;
}

}  // namespace quarry
